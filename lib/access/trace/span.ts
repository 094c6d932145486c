/** A time from `from` until before `to`, in milliseconds since 1970. */
export type Span = { from: number; to: number };

/** What two times share; null when that is nothing. */
export function overlap(a: Span, b: Span): Span | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}

/** Whether something is so at a moment. */
export function holdsAt({ from, to }: Span, at: number): boolean {
  return from <= at && at < to;
}

/** Cuts a span wherever one of the others begins or ends: within a piece none of them does. */
export function cut(span: Span, others: readonly Span[]): Span[] {
  const moments = new Set([span.from]);
  for (const { from, to } of others) {
    if (from > span.from && from < span.to) moments.add(from);
    if (to > span.from && to < span.to) moments.add(to);
  }
  const sorted = [...moments].sort((a, b) => a - b);
  return sorted.map((from, index) => ({ from, to: sorted[index + 1] ?? span.to }));
}
