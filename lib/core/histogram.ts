/** Each bucket is a tenth wider than the one before: its middle is within 5 % of what it holds. */
const GROWTH = 1.1;
const LOWEST = bucketAt(0.01);
const HIGHEST = bucketAt(3_600_000);

function bucketAt(value: number): number {
  return Math.floor(Math.log(value) / Math.log(GROWTH));
}

/** Counts by bucket: a histogram of durations that can be merged with others of the same kind. */
export type Histogram = ReadonlyMap<number, number>;

/** The bucket of a duration in milliseconds; from 10 µs to an hour, beyond which the last ones are. */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > 0)) return LOWEST;
  return Math.min(HIGHEST, Math.max(LOWEST, bucketAt(milliseconds)));
}

/** From (inclusive) and to (exclusive) of a bucket, in milliseconds. */
export function boundsOf(bucket: number): [fromMs: number, toMs: number] {
  return [GROWTH ** bucket, GROWTH ** (bucket + 1)];
}

/** One histogram of everything that the given ones hold. */
export function mergeBuckets(histograms: Iterable<Histogram>): Map<number, number> {
  const merged = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [bucket, count] of histogram) merged.set(bucket, (merged.get(bucket) ?? 0) + count);
  }
  return merged;
}

/**
 * The duration that this share of what was counted does not exceed, by nearest rank, as the
 * geometric middle of its bucket: within 5 % of the exact one. Null for an empty histogram.
 */
export function percentileOf(histogram: Histogram, share: number): number | null {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(total * share));
  let reached = 0;
  for (const [bucket, count] of buckets) {
    reached += count;
    if (reached >= rank) return GROWTH ** (bucket + 0.5);
  }
  return null;
}
