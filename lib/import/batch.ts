import { MAX_BATCH_EVENTS } from "../audit/ingestion/schema.ts";
import type { FileProgress } from "./file-progress.ts";

/** Bytes of a batch before compression: half of what the API takes. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** Where an event came from. */
type Origin = { progress: FileProgress; where: string };
type Stretch = { from: number; to: number; startOffset: number; endOffset: number };

/** Events on their way to the server, and which stretches of which files they answer for. */
export class Batch {
  readonly events: string[] = [];
  readonly origins: Origin[] = [];
  readonly stretches = new Map<FileProgress, Stretch>();
  #bytes = 0;

  /** Whether one more event of this length fits in. The first always does. */
  fits(bytes: number): boolean {
    if (this.events.length === 0) return true;
    return this.events.length < MAX_BATCH_EVENTS && this.#bytes + bytes < MAX_BATCH_BYTES;
  }

  add(event: string, bytes: number, origin: Origin): void {
    this.events.push(event);
    this.origins.push(origin);
    // The comma between two events.
    this.#bytes += bytes + 1;
  }

  /** The batch also answers for this record, whether it is in it or was refused before. */
  cover(progress: FileProgress, index: number, offset: { before: number; after: number }): void {
    const stretch = this.stretches.get(progress);
    if (stretch) {
      stretch.to = index + 1;
      stretch.endOffset = offset.after;
    } else {
      const { before, after } = offset;
      const fresh = { from: index, to: index + 1, startOffset: before, endOffset: after };
      this.stretches.set(progress, fresh);
    }
  }
}
