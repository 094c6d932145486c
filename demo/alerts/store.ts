import { insertEvents } from "#lib/events/record";
import type { Sql } from "#lib/platform/db";
import { eventRowOf } from "../event.ts";
import type { DemoTenant } from "../generate.ts";
import { sessionsOf } from "../sessions.ts";
import { storeSessions } from "../store.ts";
import { type RaisedAlert, type WorkedAlert, workAlerts } from "./cases.ts";
import { evaluateStored } from "./evaluate.ts";

const selectAlerts = `
  SELECT id, rule_id AS "ruleId", group_by AS "groupBy", group_value AS "groupValue",
    event_count AS "eventCount", first_event_at AS "firstEventAt", last_event_at AS "lastEventAt"
  FROM alerts WHERE tenant_id = $1`;

// Detection raised them just now; they are to look as if it had when their events came.
const ageAlerts = `
  WITH worked AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, raised_at timestamptz,
      acknowledged_at timestamptz, resolved_at timestamptz, state text, verdict text)
  ), changes AS (
    UPDATE alert_changes c SET changed_at = raised_at FROM worked
    WHERE c.tenant_id = $1 AND c.alert_id = worked.id
  ), events AS (
    UPDATE audit_events e SET occurred_at = raised_at FROM worked
    WHERE e.tenant_id = $1 AND e.action = 'alert.raised' AND e.target_id = worked.id::text
  )
  UPDATE alerts a SET created_at = raised_at, acknowledged_at = worked.acknowledged_at,
    resolved_at = worked.resolved_at, state = worked.state, verdict = worked.verdict
  FROM worked WHERE a.tenant_id = $1 AND a.id = worked.id`;

const insertChanges = `
  INSERT INTO alert_changes (tenant_id, alert_id, change, verdict, comment, actor_type, actor_id,
    actor_name, changed_at)
  SELECT $1, alert_id, change, verdict, comment, 'user', $2, $3, changed_at
  FROM jsonb_to_recordset($4::jsonb) AS r (alert_id uuid, change text, verdict text, comment text,
    changed_at timestamptz)`;

/**
 * Lets detection find what there is to find in the tenant's events, which must be stored, and the
 * officer do something about it.
 * @returns how many alerts there are.
 */
export async function storeAlerts(sql: Sql, tenant: DemoTenant, now: number): Promise<number> {
  await evaluateStored(sql, tenant.id, tenant.events);
  const raised = await sql<RaisedAlert>(selectAlerts, [tenant.id]);
  const officer = tenant.cast.officer ?? tenant.cast.admin;
  if (!officer) throw new Error(`${tenant.name} has nobody to look at alerts`);
  const { alerts, events } = workAlerts(raised, officer, now);
  await sql(ageAlerts, [tenant.id, JSON.stringify(alerts.map(alertRow))]);
  const changes = JSON.stringify(alerts.flatMap(changeRows));
  await sql(insertChanges, [tenant.id, officer.id, officer.name, changes]);
  await insertEvents(sql, tenant.id, events.map(eventRowOf));
  await storeSessions(sql, tenant.id, sessionsOf(events, now));
  await evaluateStored(sql, tenant.id, events);
  return alerts.length;
}

const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function alertRow({ id, raisedAt, acknowledgedAt, resolution }: WorkedAlert) {
  const unresolved = acknowledgedAt === null ? "open" : "acknowledged";
  return {
    id,
    raised_at: instant(raisedAt),
    acknowledged_at: instant(acknowledgedAt),
    resolved_at: instant(resolution?.at ?? null),
    state: resolution ? "resolved" : unresolved,
    verdict: resolution?.verdict ?? null,
  };
}

function changeRows({ id, acknowledgedAt, resolution }: WorkedAlert) {
  const change = { alert_id: id, verdict: null, comment: null };
  const acknowledged = { ...change, change: "acknowledged", changed_at: instant(acknowledgedAt) };
  if (acknowledgedAt === null) return [];
  if (!resolution) return [acknowledged];
  const { at, verdict, comment } = resolution;
  return [
    acknowledged,
    { ...change, change: "resolved", verdict, comment, changed_at: instant(at) },
  ];
}
