import { type ArrivedEvent, putArrivals } from "../../events/arrivals.ts";
import type { Sql } from "../../platform/db.ts";
import { normalize } from "../rules/normalized-event.ts";
import { rules } from "../rules/registry.ts";
import type { Rule } from "../rules/rule.ts";
import { type Budget, growAlerts, growPending } from "./grow-alerts.ts";
import { joinAlerts } from "./join-alerts.ts";
import { findNewBursts, type Match, matchesOf, storeMatches } from "./matches.ts";
import { raiseAlerts } from "./raise-alerts.ts";
import { type Scope, walkIndexes } from "./scope.ts";

/** Older matches that one turn gives to alerts; the tenant's next turn goes on. */
const ATTACHED_AT_ONCE = 5_000;

/**
 * Finishes what an earlier turn left to do: must be true before `detect` is given anything.
 * In the same kind of transaction.
 */
export async function isReadyToDetect(sql: Sql, tenantId: string): Promise<boolean> {
  await walkIndexes(sql);
  return growPending(sql, tenantId, { left: ATTACHED_AT_ONCE });
}

/**
 * Evaluates every rule over arrived events, in the transaction of the worker role that takes them
 * out of the queue: whatever becomes of the process, each event counts exactly once. The alerts of a
 * tenant follow from its events, and from what people resolved meanwhile, in whatever order and
 * batches the events arrive. The cost is linear in the number of events, and bounded: when more is
 * left to do, the tenant is put into the queue again.
 * @returns how many alerts were raised or grew.
 */
export async function detect(
  sql: Sql,
  tenantId: string,
  events: readonly ArrivedEvent[],
): Promise<number> {
  await walkIndexes(sql);
  const normalized = events.map(normalize);
  const budget: Budget = { left: ATTACHED_AT_ONCE };
  let changed = 0;
  let isDone = true;
  for (const [ruleId, rule] of Object.entries<Rule>(rules)) {
    const selected = normalized.filter(rule.selects);
    for (const correlation of rule.correlations) {
      const scope = { sql, tenantId, ruleId, rule, correlation };
      const outcome = await correlate(scope, matchesOf(scope, selected), budget);
      changed += outcome.changed;
      isDone &&= outcome.isDone;
    }
  }
  if (!isDone) await putArrivals(sql, tenantId, []);
  return changed;
}

/**
 * Stores matches, lets them join the alerts that are being worked on, and raises those that they
 * make.
 * @param comment stands in the history of an alert that is raised.
 * @returns how many alerts were raised or grew, and whether they have all that belongs to them.
 */
export async function correlate(
  scope: Scope,
  matches: readonly Match[],
  budget: Budget = { left: ATTACHED_AT_ONCE },
  comment: string | null = null,
): Promise<{ changed: number; isDone: boolean }> {
  if (matches.length === 0) return { changed: 0, isDone: true };
  await storeMatches(scope, matches);
  const counted = matches.filter((match) => match.groupKey !== null);
  if (counted.length === 0) return { changed: 0, isDone: true };
  const { left, grown } = await joinAlerts(scope, counted);
  const isGrown = await growAlerts(scope, grown, budget);
  const bursts = left.length > 0 ? await findNewBursts(scope, left) : [];
  const raised = await raiseAlerts(scope, bursts, comment);
  const isRaised = await growAlerts(scope, raised, budget);
  return { changed: grown.length + raised.length, isDone: isGrown && isRaised };
}
