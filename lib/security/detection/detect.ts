import type { ArrivedEvent } from "../../events/arrivals.ts";
import { type EventOrigin, recordEvents } from "../../events/record.ts";
import type { Sql } from "../../platform/db.ts";
import { rules } from "../rules/registry.ts";
import type { Correlation, Rule } from "../rules/rule.ts";
import { findBursts } from "./bursts.ts";

/** Detection as the audit log and an alert's history name it. */
const detection: EventOrigin & { id: string; name: string } = {
  kind: "system",
  id: "detection",
  name: "Gatehouse",
  request: { requestId: null, ip: null, userAgent: null },
};

type Match = { eventId: string; occurredAt: Date; group: string; counted: string | null };
/** One correlation of one rule in one tenant, within the caller's transaction. */
type Scope = { sql: Sql; tenantId: string; ruleId: string; rule: Rule; correlation: Correlation };

/**
 * Evaluates every rule over arrived events, in the transaction of the worker role that takes them
 * out of the queue: whatever becomes of the process, each event counts exactly once.
 * @returns how many alerts were raised or grew.
 */
export async function detect(
  sql: Sql,
  tenantId: string,
  events: readonly ArrivedEvent[],
): Promise<number> {
  let changed = 0;
  for (const [ruleId, rule] of Object.entries<Rule>(rules)) {
    const selected = events.filter(rule.selects);
    for (const correlation of rule.correlations) {
      const scope = { sql, tenantId, ruleId, rule, correlation };
      const fresh = await storeMatches(scope, selected.flatMap(matchesOf(correlation)));
      for (const matches of Object.values(Object.groupBy(fresh, (match) => match.group))) {
        if (matches) changed += await correlate(scope, matches);
      }
    }
  }
  return changed;
}

function matchesOf({ groupOf, countedOf }: Correlation) {
  return (event: ArrivedEvent): Match[] => {
    const group = groupOf(event);
    if (group === null) return [];
    const { id: eventId, occurredAt } = event;
    return [{ eventId, occurredAt, group, counted: countedOf?.(event) ?? null }];
  };
}

/** Stores what was not stored before, and returns it. */
async function storeMatches(scope: Scope, matches: readonly Match[]): Promise<Match[]> {
  if (matches.length === 0) return [];
  const { sql, tenantId, ruleId, correlation } = scope;
  const stored = await sql<{ event_id: string }>(
    `INSERT INTO rule_matches
       (tenant_id, rule_id, group_by, event_id, group_value, counted_value, occurred_at)
     SELECT $1, $2, $3, m.* FROM unnest($4::uuid[], $5::text[], $6::text[], $7::timestamptz[]) AS m
     ON CONFLICT DO NOTHING RETURNING event_id`,
    [
      tenantId,
      ruleId,
      correlation.groupBy,
      matches.map((match) => match.eventId),
      matches.map((match) => match.group),
      matches.map((match) => match.counted),
      matches.map((match) => match.occurredAt.toISOString()),
    ],
  );
  const fresh = new Set(stored.map((row) => row.event_id));
  return matches.filter((match) => fresh.has(match.eventId));
}

/** Lets new matches of one group join the alert that is being worked on, or raise one. */
async function correlate(scope: Scope, fresh: readonly Match[]): Promise<number> {
  const group = fresh[0]?.group ?? "";
  const joined = await joinAlerts(scope, group);
  const waiting = await readWaiting(scope, group, fresh);
  const bursts = findBursts(waiting, scope.correlation);
  for (const burst of bursts) await raise(scope, group, burst);
  return joined + bursts.length;
}

/**
 * Gives matches without an alert to an unresolved one of their group that they lie within a window
 * of: an attack that goes on is one alert. Repeats, because each that joins may bring others near.
 */
async function joinAlerts(scope: Scope, group: string): Promise<number> {
  const { sql, tenantId, ruleId, correlation } = scope;
  let changed = 0;
  for (;;) {
    const grown = await sql<{ id: string }>(
      `WITH joining AS (
         UPDATE rule_matches m SET alert_id = a.id
         FROM alerts a
         WHERE m.tenant_id = $1 AND m.rule_id = $2 AND m.group_by = $3 AND m.group_value = $4
           AND m.alert_id IS NULL
           AND a.tenant_id = $1 AND a.rule_id = $2 AND a.group_by = $3 AND a.group_value = $4
           AND a.state <> 'resolved'
           AND m.occurred_at BETWEEN a.first_event_at - make_interval(secs => $5)
             AND a.last_event_at + make_interval(secs => $5)
         RETURNING a.id, m.occurred_at
       ), sums AS (
         SELECT id, count(*)::int AS count, min(occurred_at) AS first, max(occurred_at) AS last
         FROM joining GROUP BY id
       )
       UPDATE alerts a SET event_count = event_count + sums.count,
         first_event_at = least(first_event_at, sums.first),
         last_event_at = greatest(last_event_at, sums.last)
       FROM sums WHERE a.tenant_id = $1 AND a.id = sums.id RETURNING a.id`,
      [tenantId, ruleId, correlation.groupBy, group, correlation.windowSeconds],
    );
    if (grown.length === 0) return changed;
    changed = Math.max(changed, grown.length);
  }
}

type Waiting = { eventId: string; occurredAt: Date; counted: string | null };

/** Matches of the group that belong to no alert and can make a burst with the new ones. */
function readWaiting(scope: Scope, group: string, fresh: readonly Match[]): Promise<Waiting[]> {
  const { sql, tenantId, ruleId, correlation } = scope;
  const times = fresh.map((match) => match.occurredAt.getTime());
  // The farthest that a burst through a new match can begin before it or go on after it.
  const reachMs = correlation.windowSeconds * 1000 * correlation.threshold;
  return sql<Waiting>(
    `SELECT event_id AS "eventId", occurred_at AS "occurredAt", counted_value AS counted
     FROM rule_matches
     WHERE tenant_id = $1 AND rule_id = $2 AND group_by = $3 AND group_value = $4
       AND alert_id IS NULL AND occurred_at BETWEEN $5::timestamptz AND $6::timestamptz
     ORDER BY occurred_at, event_id`,
    [
      tenantId,
      ruleId,
      correlation.groupBy,
      group,
      new Date(Math.min(...times) - reachMs).toISOString(),
      new Date(Math.max(...times) + reachMs).toISOString(),
    ],
  );
}

async function raise(scope: Scope, group: string, burst: readonly Waiting[]): Promise<void> {
  const { sql, tenantId, ruleId, rule, correlation } = scope;
  const [alert] = await sql<{ id: string }>(
    `WITH raised AS (
       INSERT INTO alerts (tenant_id, rule_id, group_by, group_value, severity, event_count,
         first_event_at, last_event_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
     ), history AS (
       INSERT INTO alert_changes (tenant_id, alert_id, change, actor_type, actor_id, actor_name)
       SELECT $1, id, 'raised', $9, $10, $11 FROM raised
     )
     SELECT id FROM raised`,
    [
      tenantId,
      ruleId,
      correlation.groupBy,
      group,
      rule.severity,
      burst.length,
      burst[0]?.occurredAt.toISOString(),
      burst.at(-1)?.occurredAt.toISOString(),
      detection.kind,
      detection.id,
      detection.name,
    ],
  );
  if (!alert) throw new Error("the alert was not stored");
  await sql(
    `UPDATE rule_matches SET alert_id = $1 WHERE tenant_id = $2 AND rule_id = $3
       AND group_by = $4 AND event_id = ANY ($5::uuid[])`,
    [alert.id, tenantId, ruleId, correlation.groupBy, burst.map((match) => match.eventId)],
  );
  await recordEvents(sql, tenantId, detection, [
    {
      action: "alert.raised",
      target: { type: "alert", id: alert.id, name: correlation.title(burst.length, group) },
      details: { rule: ruleId, groupBy: correlation.groupBy, group, events: burst.length },
    },
  ]);
}
