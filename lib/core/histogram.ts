const GROWTH = 1.1;
const LOG = Math.log(GROWTH);

/** provisional */
export function bucketOf(ms: number): number {
  return Math.max(-100, Math.min(300, Math.floor(Math.log(Math.max(ms, 1e-4)) / LOG)));
}
export function boundsOf(bucket: number): [number, number] {
  return [GROWTH ** bucket, GROWTH ** (bucket + 1)];
}
export function mergeBuckets(parts: Iterable<ReadonlyMap<number, number>>): Map<number, number> {
  const merged = new Map<number, number>();
  for (const part of parts) for (const [b, c] of part) merged.set(b, (merged.get(b) ?? 0) + c);
  return merged;
}
export function percentileOf(counts: ReadonlyMap<number, number>, share: number): number | null {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, c]) => sum + c, 0);
  if (total === 0) return null;
  let reached = 0;
  for (const [bucket, c] of sorted) {
    reached += c;
    if (reached >= Math.ceil(total * share)) return GROWTH ** (bucket + 0.5);
  }
  return null;
}
