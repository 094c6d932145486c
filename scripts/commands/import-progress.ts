import cliProgress from "cli-progress";
import type { SourceFile } from "#lib/import/find-sources";
import type { ImportTotals } from "#lib/import/send-batches";
import { amount } from "./import-report.ts";

const BAR_STEP_MS = 100;
const LINE_STEP_MS = 1_000;
const format = "{bar} {percentage}% | {events} events, {rate}/s | file {file} | {left} left";

type Display = {
  /** Prints a line beside the progress. */
  say: (line: string) => void;
  stop: () => void;
};

/**
 * Shows how an import comes on: a bar on a terminal, else a line a second. It is measured in bytes
 * of the files, because nobody knows how many events there are before the last file is open.
 */
export function showProgress(files: readonly SourceFile[], totals: ImportTotals): Display {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const started = performance.now();
  const state = () => snapshot(totals, { bytes, files: files.length, started });
  return process.stderr.isTTY ? showBar(bytes, totals, state) : showLines(state);
}

type State = ReturnType<typeof snapshot>;
type Whole = { bytes: number; files: number; started: number };

function snapshot(totals: ImportTotals, whole: Whole) {
  const seconds = Math.max(0.001, (performance.now() - whole.started) / 1000);
  const events = totals.accepted + totals.duplicates + totals.refused;
  const bytesLeft = whole.bytes - totals.bytes;
  const bytesSent = totals.bytes - totals.bytesBefore;
  const left = bytesSent > 0 ? Math.ceil((bytesLeft * seconds) / bytesSent) : null;
  return {
    events: amount(events),
    rate: amount(Math.round(events / seconds)),
    file: `${amount(totals.filesDone + totals.filesBefore)} of ${amount(whole.files)}`,
    left: left === null ? "?" : duration(left),
  };
}

function duration(seconds: number): string {
  if (seconds < 100) return `${seconds} s`;
  return seconds < 6_000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

function showBar(bytes: number, totals: ImportTotals, state: () => State): Display {
  const bar = new cliProgress.SingleBar(
    { format, barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  );
  bar.start(Math.max(1, bytes), 0, state());
  const timer = setInterval(() => bar.update(totals.bytes, state()), BAR_STEP_MS);
  const clearLine = () => process.stderr.write("\r\x1b[K");
  return {
    say: (line) => {
      clearLine();
      process.stderr.write(`${line}\n`);
    },
    stop: () => {
      clearInterval(timer);
      bar.stop();
      clearLine();
    },
  };
}

function showLines(state: () => State): Display {
  let last = "";
  const timer = setInterval(() => {
    const { events, rate, file, left } = state();
    if (events === last) return;
    last = events;
    console.log(`${events} events sent, ${rate}/s, file ${file}, ${left} left`);
  }, LINE_STEP_MS);
  return { say: (line) => console.log(line), stop: () => clearInterval(timer) };
}
