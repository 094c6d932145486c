import { recordEvents } from "../../events/record.ts";
import type { Sql } from "../../platform/db.ts";
import { rules } from "../rules/registry.ts";
import type { Rule } from "../rules/rule.ts";
import { detection, parametersOf, type Scope } from "./scope.ts";

/** Matches that are read at once of either side of an alert. */
const PIECE = 1_000;

/** How many matches the rest of a turn may still give to alerts. */
export type Budget = { left: number };

type Alert = { id: string; count: number; first: Date; last: Date };

const columns = `id, event_count AS count, first_event_at AS first, last_event_at AS last`;
const isCurrent = "state <> 'resolved' AND merged_into IS NULL";

// Most alerts that grew have nothing more to take: one statement says which have. Materialized, so that
// what columns are compared with is computed before (see lib/security/detection/matches.ts).
const selectUnfinished = `
  WITH grown AS MATERIALIZED (
    SELECT id, group_key, first_event_at - make_interval(secs => $5) AS opens,
      last_event_at + make_interval(secs => $5) AS closes
    FROM alerts WHERE tenant_id = $1 AND id = ANY ($4::uuid[]) AND ${isCurrent}
  )
  SELECT id FROM grown
  WHERE grown.closes >= (
      SELECT m.occurred_at FROM rule_matches m
      WHERE m.tenant_id = $1 AND m.rule_id = $2 AND m.group_by = $3
        AND m.group_key = grown.group_key AND m.alert_id IS NULL AND m.occurred_at >= grown.opens
      ORDER BY m.occurred_at, m.event_id LIMIT 1)
    OR grown.closes >= (
      SELECT a.first_event_at FROM alerts a
      WHERE a.tenant_id = $1 AND a.rule_id = $2 AND a.group_by = $3
        AND a.group_key = grown.group_key AND a.state <> 'resolved' AND a.merged_into IS NULL
        AND a.id <> grown.id AND a.last_event_at >= grown.opens
      ORDER BY a.last_event_at LIMIT 1)
  ORDER BY id`;

/**
 * Gives alerts everything that belongs to them, until they have it or the budget is spent: then they
 * are marked, and `growPending` goes on.
 * @returns whether they have it.
 */
export async function growAlerts(
  scope: Scope,
  ids: readonly string[],
  budget: Budget,
): Promise<boolean> {
  if (ids.length === 0) return true;
  const { sql, tenantId } = scope;
  const parameters = [...parametersOf(scope), ids, scope.correlation.windowSeconds];
  let isDone = true;
  for (const { id } of await sql<{ id: string }>(selectUnfinished, parameters)) {
    if (budget.left > 0 && (await grow(scope, id, budget))) continue;
    isDone = false;
    await sql("UPDATE alerts SET growing = true WHERE tenant_id = $1 AND id = $2", [tenantId, id]);
  }
  return isDone;
}

/**
 * Goes on with alerts that an earlier turn left growing. Nothing new may be counted before it is
 * done: what is to become part of an alert would be counted again once that is resolved.
 * @returns whether it is done.
 */
export async function growPending(sql: Sql, tenantId: string, budget: Budget): Promise<boolean> {
  for (;;) {
    const [pending] = await sql<{ id: string; rule_id: string; group_by: string }>(
      "SELECT id, rule_id, group_by FROM alerts WHERE tenant_id = $1 AND growing ORDER BY id LIMIT 1",
      [tenantId],
    );
    if (!pending) return true;
    const rule = new Map<string, Rule>(Object.entries(rules)).get(pending.rule_id);
    const correlation = rule?.correlations.find(({ groupBy }) => groupBy === pending.group_by);
    // A later version may no longer have the rule: then it stays as it is.
    if (rule && correlation) {
      const scope = { sql, tenantId, ruleId: pending.rule_id, rule, correlation };
      if (!(await grow(scope, pending.id, budget))) return false;
    }
    await sql("UPDATE alerts SET growing = false WHERE tenant_id = $1 AND id = $2", [
      tenantId,
      pending.id,
    ]);
  }
}

/** @returns whether the alert, or the one that it has become part of, has all that belongs to it. */
async function grow(scope: Scope, alertId: string, budget: Budget): Promise<boolean> {
  const { sql, tenantId } = scope;
  let id = alertId;
  while (budget.left > 0) {
    const [alert] = await sql<Alert & { mergedInto: string | null; isResolved: boolean }>(
      `SELECT ${columns}, merged_into AS "mergedInto", state = 'resolved' AS "isResolved"
       FROM alerts WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
      [tenantId, id],
    );
    if (!alert) return true;
    if (alert.mergedInto !== null) {
      id = alert.mergedInto;
      continue;
    }
    if (await takeOver(scope, alert, budget)) continue;
    if (alert.isResolved) return true;
    const near = await findNear(scope, alert);
    if (near) {
      await merge(scope, alert, near);
      continue;
    }
    const reach = await readReach(scope, alert, Math.min(budget.left, PIECE));
    if (reach.length === 0) return true;
    await attach(scope, alert, reach);
    budget.left -= reach.length;
  }
  return false;
}

/** Moves matches of an alert that has become part of this one. @returns whether there were any. */
async function takeOver({ sql, tenantId }: Scope, alert: Alert, budget: Budget): Promise<boolean> {
  const [moved] = await sql<{ count: number }>(
    `WITH part AS (
       SELECT id FROM alerts
       WHERE tenant_id = $1 AND merged_into = $2 AND event_count > 0 ORDER BY id LIMIT 1
     ), chosen AS (
       SELECT m.rule_id, m.group_by, m.event_id FROM rule_matches m JOIN part ON m.alert_id = part.id
       WHERE m.tenant_id = $1 LIMIT $3
     ), moving AS (
       UPDATE rule_matches m SET alert_id = $2 FROM chosen
       WHERE m.tenant_id = $1 AND m.rule_id = chosen.rule_id AND m.group_by = chosen.group_by
         AND m.event_id = chosen.event_id
       RETURNING 1
     ), emptied AS (
       UPDATE alerts SET event_count = CASE WHEN moved.count < $3 THEN 0
         ELSE event_count - moved.count END
       FROM part, (SELECT count(*)::int AS count FROM moving) AS moved
       WHERE tenant_id = $1 AND alerts.id = part.id RETURNING moved.count
     ), filled AS (
       UPDATE alerts SET event_count = event_count + emptied.count FROM emptied
       WHERE tenant_id = $1 AND alerts.id = $2
     )
     SELECT count FROM emptied`,
    [tenantId, alert.id, Math.min(budget.left, PIECE)],
  );
  budget.left -= moved?.count ?? 0;
  return moved !== undefined;
}

/** Another alert of the group that is worked on and lies within a window of this one. */
async function findNear(scope: Scope, alert: Alert): Promise<Alert | null> {
  const windowMs = scope.correlation.windowSeconds * 1000;
  const [near] = await scope.sql<Alert>(
    `SELECT ${columns} FROM alerts
     WHERE tenant_id = $1 AND rule_id = $2 AND group_by = $3 AND ${isCurrent} AND id <> $4
       AND group_key = (SELECT group_key FROM alerts WHERE tenant_id = $1 AND id = $4)
       AND last_event_at >= $5
     ORDER BY last_event_at LIMIT 1`,
    [...parametersOf(scope), alert.id, new Date(alert.first.getTime() - windowMs).toISOString()],
  );
  return near && near.first.getTime() <= alert.last.getTime() + windowMs ? near : null;
}

/**
 * Makes of two alerts one: an event that came late lies between them. The larger one stays, so that
 * a match is moved a few times at most, and whoever has taken on either has taken on both.
 */
async function merge({ sql, tenantId }: Scope, a: Alert, b: Alert): Promise<void> {
  const isFirst = a.count > b.count || (a.count === b.count && a.id < b.id);
  const [kept, part] = isFirst ? [a, b] : [b, a];
  await sql(
    `WITH gone AS (
       UPDATE alerts SET merged_into = $2, growing = false
       WHERE tenant_id = $1 AND (id = $3 OR merged_into = $3)
       RETURNING id, state, acknowledged_at, first_event_at, last_event_at
     )
     UPDATE alerts a SET first_event_at = least(a.first_event_at, gone.first_event_at),
       last_event_at = greatest(a.last_event_at, gone.last_event_at),
       state = CASE WHEN gone.state = 'acknowledged' THEN gone.state ELSE a.state END,
       acknowledged_at = coalesce(a.acknowledged_at, gone.acknowledged_at)
     FROM gone WHERE a.tenant_id = $1 AND a.id = $2 AND gone.id = $3`,
    [tenantId, kept.id, part.id],
  );
  await recordEvents(sql, tenantId, detection, [
    {
      action: "alert.merged",
      target: { type: "alert", id: part.id },
      details: { into: kept.id, events: part.count },
    },
  ]);
}

type Reached = { eventId: string; occurredAt: Date };

/** Matches without an alert that can be reached from this one, each within a window of the next. */
async function readReach(scope: Scope, alert: Alert, limit: number): Promise<Reached[]> {
  const windowMs = scope.correlation.windowSeconds * 1000;
  const after = await readSide(scope, alert, ">=", limit);
  let end = alert.last.getTime();
  const forward = takeWhile(after, ({ occurredAt }) => {
    const at = occurredAt.getTime();
    if (at > end + windowMs) return false;
    end = Math.max(end, at);
    return true;
  });
  if (forward.length === limit) return forward;
  const before = await readSide(scope, alert, "<", limit - forward.length);
  let start = alert.first.getTime();
  const backward = takeWhile(before, ({ occurredAt }) => {
    const at = occurredAt.getTime();
    if (at < start - windowMs) return false;
    start = at;
    return true;
  });
  return [...forward, ...backward];
}

/** The next matches without an alert from where the alert begins, in either direction. */
function readSide(scope: Scope, alert: Alert, side: ">=" | "<", limit: number): Promise<Reached[]> {
  const order = side === "<" ? "occurred_at DESC, event_id DESC" : "occurred_at, event_id";
  return scope.sql<Reached>(
    `SELECT event_id AS "eventId", occurred_at AS "occurredAt" FROM rule_matches
     WHERE tenant_id = $1 AND rule_id = $2 AND group_by = $3 AND alert_id IS NULL
       AND group_key = (SELECT group_key FROM alerts WHERE tenant_id = $1 AND id = $4)
       AND occurred_at ${side} $5::timestamptz
     ORDER BY ${order} LIMIT $6`,
    [...parametersOf(scope), alert.id, alert.first.toISOString(), limit],
  );
}

async function attach(scope: Scope, alert: Alert, reach: readonly Reached[]): Promise<void> {
  const times = reach.map(({ occurredAt }) => occurredAt.getTime());
  await scope.sql(
    `WITH attached AS (
       UPDATE rule_matches SET alert_id = $4
       WHERE tenant_id = $1 AND rule_id = $2 AND group_by = $3 AND event_id = ANY ($5::uuid[])
     )
     UPDATE alerts SET event_count = event_count + $6,
       first_event_at = least(first_event_at, $7::timestamptz),
       last_event_at = greatest(last_event_at, $8::timestamptz)
     WHERE tenant_id = $1 AND id = $4`,
    [
      ...parametersOf(scope),
      alert.id,
      reach.map(({ eventId }) => eventId),
      reach.length,
      new Date(Math.min(...times)).toISOString(),
      new Date(Math.max(...times)).toISOString(),
    ],
  );
}

function takeWhile<T>(items: readonly T[], isTaken: (item: T) => boolean): T[] {
  const end = items.findIndex((item) => !isTaken(item));
  return items.slice(0, end < 0 ? items.length : end);
}
