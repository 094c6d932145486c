import type { Cleanup } from "#local/cleanup";

/** One measured number. `ratio` is value / baseline; both are null when there is no baseline. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  baseline: number | null;
  ratio: number | null;
};

/** What a benchmark is given by bench/run.ts. */
export type Bench = {
  /** Register whatever is started; it is undone on every way out. */
  cleanup: Cleanup;
  /** Aborted by Ctrl-C: check it between rounds. */
  signal: AbortSignal;
  /** Tells the person at the terminal how it goes. */
  note: (text: string) => void;
};

export type Benchmark = (bench: Bench) => Promise<Figure[]>;

/** A figure, beside the baseline that was measured in the same run. */
export function figure(
  name: string,
  unit: string,
  value: number,
  baseline: number | null = null,
): Figure {
  const ratio = baseline === null ? null : round(value / baseline, 3);
  return { name, value: round(value, 1), unit, baseline: baseline && round(baseline, 1), ratio };
}

/** The middle value: one disturbed round does not move it, as it would an average. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The smallest value that at least this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new RangeError("nothing was measured");
  return value;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
