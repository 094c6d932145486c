import type { SourceFile } from "./find-sources.ts";
import type { Journal } from "./journal.ts";

/**
 * How far one file has come. Batches are answered in any order; what the journal may call done is
 * only the unbroken stretch from the file's beginning.
 */
export class FileProgress {
  readonly file: SourceFile;
  /** Records from the beginning that an earlier run got through. */
  readonly resumedFrom: number;
  readonly #sha256: string;
  readonly #journal: Journal;
  readonly #answered = new Map<number, number>();
  #done: number;
  #refused: number;
  #end: number | null = null;

  constructor(file: SourceFile, sha256: string, journal: Journal, resumed: Resumed) {
    this.file = file;
    this.#sha256 = sha256;
    this.#journal = journal;
    this.resumedFrom = resumed.records;
    this.#done = resumed.records;
    this.#refused = resumed.refused;
  }

  countRefused(): void {
    this.#refused++;
  }

  /** The server has answered for the records `from` to `to` (exclusive). */
  answered(from: number, to: number): void {
    this.#answered.set(from, to);
    const before = this.#done;
    for (let to = this.#next(); to !== undefined; to = this.#next()) this.#done = to;
    if (this.#done > before) this.#write();
  }

  /** The file was read to its end and has this many records. */
  ended(records: number): void {
    this.#end = records;
    if (this.isWhole) this.#write();
  }

  /** Whether every record was read and answered for. */
  get isWhole(): boolean {
    return this.#done === this.#end;
  }

  #next(): number | undefined {
    const to = this.#answered.get(this.#done);
    this.#answered.delete(this.#done);
    return to;
  }

  #write(): void {
    const step = {
      sha256: this.#sha256,
      records: this.#done,
      whole: this.isWhole,
      refused: this.#refused,
    };
    this.#journal.record(step, this.file.path);
  }
}

type Resumed = { records: number; refused: number };
