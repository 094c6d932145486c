import {
  type DormantReason,
  explain,
  explainerOf,
  type Reason,
} from "../../authz/engine/explain.ts";
import type { Held, Origin } from "./held.ts";
import { factsOf, type Moment } from "./judge.ts";
import type { Candidate } from "./people-history.ts";
import type { Span } from "./span.ts";

type Named = { id: string; name: string };

/** A way on which somebody could, and the rows that made it. */
export type FoundWay = Span & {
  reason: Reason;
  rule: Named | null;
  given: Origin;
  joined: Origin | null;
};

/** A time in which somebody could without a break. */
export type FoundStretch = Span & { ways: FoundWay[] };

/** Joins what lies side by side, and says on which ways the person could meanwhile. */
export function stretchesOf(
  permission: string,
  candidate: Candidate,
  moments: readonly Moment[],
): FoundStretch[] {
  const stretches: FoundStretch[] = [];
  let open = new Map<string, FoundWay>();
  for (const moment of moments) {
    const { from, to } = moment;
    let stretch = stretches.at(-1);
    if (stretch?.to === from) stretch.to = to;
    else {
      stretch = { from, to, ways: [] };
      stretches.push(stretch);
      open = new Map();
    }
    const ways = waysAt(permission, candidate, moment);
    for (const [key, way] of ways) {
      const known = open.get(key);
      // The latest names are shown, with the time since the way began.
      if (known) Object.assign(known, way, { from: known.from });
      else stretch.ways.push(way);
      ways.set(key, known ?? way);
    }
    open = ways;
  }
  return stretches;
}

function waysAt(
  permission: string,
  candidate: Candidate,
  { from, to, world, held, could }: Moment,
): Map<string, FoundWay> {
  const explainer = explainerOf(world.facts, factsOf(candidate, held), from);
  const { allows, dormant } = explain(explainer, permission, world.target);
  const reasons: (Reason | DormantReason)[] = could === "yes" ? allows : dormant;
  const ways = new Map<string, FoundWay>();
  // One way however many permissions a role names on it, preferring the one that was asked about.
  for (const found of reasons.toSorted((a, b) => rank(a, permission) - rank(b, permission))) {
    const { rule, ...reason } = "rule" in found ? found : { rule: null, ...found };
    const source = held.find((each) => isSource(each, reason));
    if (!source?.given) continue;
    const { given, joined } = source;
    const key = JSON.stringify([placeOf(reason), rule?.id, given.at, joined?.at]);
    if (!ways.has(key)) ways.set(key, { from, to, reason, rule, given, joined });
  }
  return ways;
}

function rank({ said }: Reason, permission: string): number {
  return said === permission ? 0 : 1;
}

function placeOf(reason: Reason): unknown {
  const { kind, via } = reason;
  if (kind === "grant") return [via?.groupId, reason.grantId];
  return [via?.groupId, reason.ownOnly, ...reason.path.map(({ id }) => id)];
}

function isSource(held: Held, reason: Reason): boolean {
  if (held.kind === "exception" || held.fact.via?.groupId !== reason.via?.groupId) return false;
  if (held.kind === "grant") return reason.kind === "grant" && held.fact.id === reason.grantId;
  return reason.kind === "role" && held.fact.roleId === reason.path[0]?.id;
}
