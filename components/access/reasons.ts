import type { Answer } from "#lib/access/explain/schema";

export type Reason = Answer["allows"][number];

/**
 * The reasons somebody wants to read: one for each way on which a permission comes, what names it
 * first, then by the fewest steps. A role that names ten permissions that imply it is one way.
 */
export function readableReasons(reasons: readonly Reason[], permission: string): Reason[] {
  const ranked = [...reasons].sort(
    (a, b) =>
      Number(b.said === permission) - Number(a.said === permission) ||
      Number(isOwnOnly(a)) - Number(isOwnOnly(b)) ||
      stepsOf(a) - stepsOf(b),
  );
  const ways = new Map<string, Reason>();
  for (const reason of ranked) {
    const way = wayOf(reason);
    if (!ways.has(way)) ways.set(way, reason);
  }
  return [...ways.values()];
}

export function isOwnOnly(reason: Reason): boolean {
  return reason.kind === "role" && reason.ownOnly;
}

function stepsOf(reason: Reason): number {
  return (reason.via ? 1 : 0) + (reason.kind === "role" ? reason.path.length : 0);
}

function wayOf(reason: Reason): string {
  const what =
    reason.kind === "role"
      ? [reason.ownOnly, ...reason.path.map(({ id }) => id)]
      : [reason.grantId];
  return JSON.stringify([reason.effect, reason.via?.groupId, ...what]);
}
