/** A match as a burst is found from it. `counted` is null when no value is counted. */
export type Candidate = { occurredAt: Date; counted: string | null };

export type BurstCondition = { threshold: number; windowSeconds: number; distinct?: number };

/**
 * The bursts in one group's matches, which must be sorted by time; in linear time. Matches belong
 * together while each comes within a window of the one before, and are a burst when `threshold` of
 * them (with enough distinct values) lie within one window. So what a burst covers follows from the
 * matches alone, and not from when each became known. None belongs to two.
 */
export function findBursts<Match extends Candidate>(
  matches: readonly Match[],
  condition: BurstCondition,
): Match[][] {
  const countable =
    condition.distinct === undefined ? matches : matches.filter(({ counted }) => counted !== null);
  return chainsOf(countable, condition.windowSeconds * 1000).filter((chain) =>
    fires(chain, condition),
  );
}

function chainsOf<Match extends Candidate>(matches: readonly Match[], windowMs: number): Match[][] {
  const chains: Match[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const match of matches) {
    const at = match.occurredAt.getTime();
    const chain = chains.at(-1);
    if (chain && at - last <= windowMs) chain.push(match);
    else chains.push([match]);
    last = at;
  }
  return chains;
}

/** Whether enough lies within some window: it slides, and only what enters or leaves it is counted. */
function fires(chain: readonly Candidate[], condition: BurstCondition): boolean {
  const { threshold, windowSeconds, distinct = 0 } = condition;
  const counts = new Map<string | null, number>();
  let first = 0;
  for (const [index, { occurredAt, counted }] of chain.entries()) {
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
    const opens = occurredAt.getTime() - windowSeconds * 1000;
    for (; (chain[first]?.occurredAt.getTime() ?? 0) <= opens; first++) {
      const gone = chain[first]?.counted ?? null;
      const left = (counts.get(gone) ?? 0) - 1;
      if (left > 0) counts.set(gone, left);
      else counts.delete(gone);
    }
    if (index - first + 1 >= threshold && counts.size >= distinct) return true;
  }
  return false;
}
