const END_OF_HEAD = "\r\n\r\n";

/**
 * Finds where HTTP/1.1 answers end that come one after another on a connection, and looks at
 * nothing but their status and length: a load generator must not cost what the server costs.
 */
export class AnswerReader {
  #head = "";
  /** Bytes of the body still to come; null while the head is being read. */
  #missing: number | null = null;

  /**
   * @returns true when this chunk completes the answer.
   * @throws when the answer is not a 200 with a length.
   */
  take(chunk: Buffer): boolean {
    if (this.#missing === null) {
      this.#head += chunk.toString("latin1");
      const headLength = this.#head.indexOf(END_OF_HEAD);
      if (headLength < 0) return false;
      const bodyBytes = this.#head.length - headLength - END_OF_HEAD.length;
      this.#missing = lengthOf(this.#head.slice(0, headLength)) - bodyBytes;
      this.#head = "";
    } else {
      this.#missing -= chunk.length;
    }
    if (this.#missing > 0) return false;
    if (this.#missing < 0) throw new Error("An answer is longer than it says");
    this.#missing = null;
    return true;
  }
}

function lengthOf(head: string): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (!head.startsWith("HTTP/1.1 200 ") || length === undefined) {
    throw new Error(`Not a 200 with a Content-Length:\n${head}`);
  }
  return Number(length);
}
