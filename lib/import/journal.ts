import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const entry = z.object({
  /** SHA-256 of the file's content. */
  sha256: z.string(),
  /** Records from the file's beginning that the server has answered for. */
  records: z.int().min(0),
  /** Whether those are all of them. */
  whole: z.boolean(),
  /** Records among them that were refused. */
  refused: z.int().min(0),
});
type JournalEntry = z.infer<typeof entry>;

/**
 * What was imported to one destination from which files, so that a later run need not send it
 * again. One line a step, only ever appended: a kill at any moment costs at most the last line, and
 * what it told is then sent once more, which the server's event ids make harmless.
 */
export class Journal {
  readonly #path: string;
  readonly #entries = new Map<string, JournalEntry>();

  /** @param destination server address and tenant; every destination has a journal of its own. */
  constructor(folder: string, destination: { url: string; tenantId: string }) {
    const { url, tenantId } = destination;
    const name = createHash("sha256").update(`${url} ${tenantId}`).digest("hex").slice(0, 32);
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, `${name}.ndjson`);
    const text = existsSync(this.#path) ? readFileSync(this.#path, "utf8") : "";
    for (const line of text.split("\n")) this.#read(line);
    // A line that a kill cut off must not swallow the next one.
    if (text !== "" && !text.endsWith("\n")) appendFileSync(this.#path, "\n");
  }

  /** What is known of the file with this content; undefined when nothing is. */
  find(sha256: string): JournalEntry | undefined {
    return this.#entries.get(sha256);
  }

  /** Adds a step; `file` is for people who look into the journal. */
  record(step: JournalEntry, file: string): void {
    this.#entries.set(step.sha256, step);
    const line = JSON.stringify({ ...step, file, at: new Date().toISOString() });
    appendFileSync(this.#path, `${line}\n`, { mode: 0o600 });
  }

  #read(line: string): void {
    try {
      const parsed = entry.safeParse(JSON.parse(line));
      if (parsed.success) this.#entries.set(parsed.data.sha256, parsed.data);
    } catch {
      // Cut off by a kill, or the empty end.
    }
  }
}
