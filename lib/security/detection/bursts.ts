/** A match as a burst is found from it. */
export type Candidate = { occurredAt: Date; counted: string | null };

export type BurstCondition = { threshold: number; windowSeconds: number; distinct?: number };

/**
 * The bursts in one group's matches, which must be sorted by time. A burst begins where `threshold`
 * matches (with enough distinct values among them) lie within the window, and goes on while the
 * next match comes within a window of the last; none belongs to two.
 */
export function findBursts<Match extends Candidate>(
  matches: readonly Match[],
  condition: BurstCondition,
): Match[][] {
  const windowMs = condition.windowSeconds * 1000;
  const bursts: Match[][] = [];
  let open: Match[] = [];
  let isBurst = false;
  for (const match of matches) {
    const at = match.occurredAt.getTime();
    const last = open.at(-1)?.occurredAt.getTime() ?? at;
    if (isBurst && at - last > windowMs) {
      open = [];
      isBurst = false;
    }
    open.push(match);
    if (isBurst) continue;
    open = open.filter((earlier) => at - earlier.occurredAt.getTime() < windowMs);
    if (fires(open, condition)) {
      isBurst = true;
      bursts.push(open);
    }
  }
  return bursts;
}

function fires(matches: readonly Candidate[], condition: BurstCondition): boolean {
  if (matches.length < condition.threshold) return false;
  if (condition.distinct === undefined) return true;
  const values = new Set(matches.map(({ counted }, index) => counted ?? index));
  return values.size >= condition.distinct;
}
