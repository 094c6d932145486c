import { pool, type Sql, sqlOfClient } from "../platform/db.ts";
import type { AuditRow } from "./schema.ts";
import { Conditions } from "./search-query.ts";

/** What detection and KPIs need of an event. */
export type ArrivedEvent = {
  id: string;
  occurredAt: Date;
  source: string;
  actorType: AuditRow["actorType"];
  actorId: string | null;
  actorName: string | null;
  action: string;
  outcome: AuditRow["outcome"];
  targetType: string | null;
  targetId: string | null;
  sourceIp: string | null;
};

/** About how many events are evaluated in one go; a single batch may hold as many again. */
const EVENTS_AT_ONCE = 2_000;

/** Tenants that have events nobody has evaluated yet; for the worker, who sees all. */
export async function tenantsWithArrivals(): Promise<string[]> {
  const { rows } = await pool("worker").query<{ tenant_id: string }>(
    "SELECT DISTINCT tenant_id FROM audit_arrivals",
  );
  return rows.map((row) => row.tenant_id);
}

/**
 * Takes the oldest arrivals of a tenant out of the queue, in the caller's transaction of the worker
 * role: when it is rolled back they are all still there. Only one transaction at a time gets any;
 * the others get null.
 * @returns ids of `audit_events`, none when nothing is waiting.
 */
export async function takeArrivals(sql: Sql, tenantId: string): Promise<string[] | null> {
  const [lock] = await sql<{ mine: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('audit_arrivals/' || $1, 0)) AS mine",
    [tenantId],
  );
  if (!lock?.mine) return null;
  const taken = await sql<{ event_ids: string[] }>(
    `DELETE FROM audit_arrivals WHERE tenant_id = $1 AND id IN (
       SELECT id FROM (
         SELECT id, sum(cardinality(event_ids)) OVER (ORDER BY id) - cardinality(event_ids) AS before
         FROM (SELECT id, event_ids FROM audit_arrivals WHERE tenant_id = $1
               ORDER BY id LIMIT ${EVENTS_AT_ONCE}) AS oldest
       ) AS counted WHERE before < ${EVENTS_AT_ONCE})
     RETURNING event_ids`,
    [tenantId],
  );
  return taken.flatMap((row) => row.event_ids);
}

/** The events behind the ids, oldest occurrence first. */
export async function readArrived(
  tenantId: string,
  ids: readonly string[],
): Promise<ArrivedEvent[]> {
  const where = new Conditions(tenantId);
  where.oneOf(ids);
  return sqlOfClient(pool("search"))<ArrivedEvent>(
    `SELECT id, occurred_at AS "occurredAt", source, actor_type AS "actorType",
       actor_id AS "actorId", actor_name AS "actorName", action, outcome,
       target_type AS "targetType", target_id AS "targetId", host(source_ip) AS "sourceIp"
     FROM audit_events WHERE ${where} ORDER BY occurred_at, id`,
    where.parameters,
  );
}
