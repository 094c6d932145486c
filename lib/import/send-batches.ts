import { MAX_EVENT_BYTES, type Rejection } from "../audit/ingestion/schema.ts";
import { findJsonFault } from "../core/json-limits.ts";
import { type Destination, sendBatch } from "./api-client.ts";
import { Batch } from "./batch.ts";
import type { Mapped } from "./cloudtrail/cloudtrail.ts";
import { FileProgress } from "./file-progress.ts";
import type { SourceFile } from "./find-sources.ts";
import type { Journal } from "./journal.ts";
import type { ImportProblem } from "./problem.ts";
import { contentHash, NotEvents, readRecords, UnreadableFile } from "./read-records.ts";

/** Batches on their way at the same time: one is stored while the next is on the wire. */
const CONCURRENCY = 2;

/** What an import has done so far. Its members grow while it runs. */
export type ImportTotals = {
  /** Records that were refused or that the server has answered for. */
  read: number;
  accepted: number;
  duplicates: number;
  refused: number;
  /** Bytes of the files on disk that are dealt with, and how many of them by an earlier run. */
  bytes: number;
  bytesBefore: number;
  filesDone: number;
  /** Files that an earlier run finished, and what was refused of them then. */
  filesBefore: number;
  refusedBefore: number;
  /** Records of unfinished files that an earlier run had got through. */
  recordsBefore: number;
};

/** Totals of a run that has not begun. */
export function noTotals(): ImportTotals {
  const counts = { read: 0, accepted: 0, duplicates: 0, refused: 0, bytes: 0, bytesBefore: 0 };
  return { ...counts, filesDone: 0, filesBefore: 0, refusedBefore: 0, recordsBefore: 0 };
}

type ImportRun = {
  files: readonly SourceFile[];
  map: (record: unknown) => Mapped;
  destination: Destination;
  journal: Journal;
  /** Sends what the journal calls done as well. */
  again: boolean;
  totals: ImportTotals;
  onProblem: (problem: ImportProblem) => void;
  /** A file that turned out to hold no events. */
  onSkipped: (path: string, reason: string) => void;
};

/**
 * Reads the files, maps their records and sends them in batches, two at a time. Ends early, between
 * batches, when the destination's signal is aborted.
 * @returns whether it came to the end.
 * @throws SendingStopped when the server takes nothing more. The totals hold what it took.
 */
export async function sendFiles(run: ImportRun): Promise<boolean> {
  const batches = readBatches(run);
  let isFailed = false;
  let isFinished = false;
  const work = async () => {
    try {
      while (!isFailed && !run.destination.signal.aborted) {
        const next = await batches.next();
        isFinished = next.done === true;
        if (next.done) return;
        await send(run, next.value);
      }
    } catch (error) {
      isFailed = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  await batches.return();
  const failure = ends.find((end) => end.status === "rejected");
  if (failure) throw failure.reason;
  return isFinished;
}

/** Batches run across files, so that many small files do not become many small requests. */
async function* readBatches(run: ImportRun): AsyncGenerator<Batch, void> {
  let batch = new Batch();
  for (const file of run.files) {
    const progress = await begin(run, file);
    if (!progress) continue;
    try {
      for await (const step of prepare(run, file, progress)) {
        if (step.event !== undefined) {
          const bytes = Buffer.byteLength(step.event);
          if (!batch.fits(bytes)) {
            yield batch;
            batch = new Batch();
          }
          batch.add(step.event, bytes, { progress, where: step.where });
        }
        batch.cover(progress, step.index, step.offset);
      }
    } catch (error) {
      giveUp(run, file, error);
    }
  }
  if (batch.stretches.size > 0) yield batch;
}

/** Where to begin with a file, or null when there is nothing to do in it. */
async function begin(run: ImportRun, file: SourceFile): Promise<FileProgress | null> {
  const { journal, totals } = run;
  try {
    const sha256 = await contentHash(file.path);
    const known = run.again ? undefined : journal.find(sha256);
    if (!known?.whole) {
      return new FileProgress(file, sha256, journal, known ?? { records: 0, refused: 0 });
    }
    totals.filesBefore++;
    totals.refusedBefore += known.refused;
    skipBytes(totals, file.bytes);
  } catch (error) {
    giveUp(run, file, error);
  }
  return null;
}

function skipBytes(totals: ImportTotals, bytes: number): void {
  totals.bytes += bytes;
  totals.bytesBefore += bytes;
}

function giveUp(run: ImportRun, file: SourceFile, error: unknown): void {
  if (error instanceof NotEvents) run.onSkipped(file.path, error.message);
  else if (error instanceof UnreadableFile) {
    run.onProblem({ file: file.path, reason: error.message });
  } else throw error;
}

type Prepared = {
  index: number;
  where: string;
  offset: { before: number; after: number };
  /** JSON; absent for a record that was refused here. */
  event?: string;
};

async function* prepare(
  run: ImportRun,
  file: SourceFile,
  progress: FileProgress,
): AsyncGenerator<Prepared> {
  const { totals } = run;
  let index = 0;
  let before = 0;
  for await (const item of readRecords(file)) {
    const { where, offset } = item;
    const step = { index: index++, where, offset: { before, after: offset } };
    if (step.index < progress.resumedFrom) {
      totals.recordsBefore++;
      skipBytes(totals, offset - before);
    } else {
      const checked = "reason" in item ? item : check(run.map(item.record));
      if ("event" in checked) yield { ...step, event: checked.event };
      else {
        totals.read++;
        refuse(run, { progress, where }, checked.reason);
        yield step;
      }
    }
    before = offset;
  }
  progress.ended(index);
  if (progress.isWhole) totals.filesDone++;
}

/**
 * What would not come through as it is, or would spoil the whole batch, is refused here: a body that
 * nests too deep is refused as one.
 */
function check(mapped: Mapped): { event: string } | { reason: string } {
  if ("reason" in mapped) return mapped;
  const fault = findJsonFault(mapped.event);
  if (fault) return { reason: `${fault.path} ${fault.reason}` };
  const event = JSON.stringify(mapped.event);
  if (Buffer.byteLength(event) <= MAX_EVENT_BYTES) return { event };
  return { reason: `is larger than ${MAX_EVENT_BYTES / 1024} KiB` };
}

async function send(run: ImportRun, batch: Batch): Promise<void> {
  const { totals } = run;
  if (batch.events.length > 0) {
    const result = await sendBatch(run.destination, batch.events);
    totals.read += batch.events.length;
    totals.accepted += result.accepted;
    totals.duplicates += result.duplicates;
    for (const rejection of result.rejected) {
      const origin = batch.origins[rejection.index];
      if (origin) refuse(run, origin, explain(rejection));
    }
  }
  for (const [progress, { from, to, startOffset, endOffset }] of batch.stretches) {
    progress.answered(from, to);
    totals.bytes += endOffset - startOffset;
    if (progress.isWhole) totals.filesDone++;
  }
}

function explain({ path, reason }: Rejection): string {
  return path ? `${path} ${reason}` : reason;
}

function refuse(run: ImportRun, origin: Batch["origins"][number], reason: string): void {
  origin.progress.countRefused();
  run.totals.refused++;
  run.onProblem({ file: origin.progress.file.path, where: origin.where, reason });
}
