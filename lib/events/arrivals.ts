import { pool, type Sql, sqlOfClient } from "../platform/db.ts";
import type { AuditCategory } from "./event-types.ts";
import { EVENTS_AN_ARRIVAL } from "./record.ts";
import type { AuditRow } from "./schema.ts";
import { Conditions } from "./search-query.ts";

/** What detection and KPIs need of an event. */
export type ArrivedEvent = {
  id: string;
  occurredAt: Date;
  /** `external` for whatever a program sent; the portal's own events are in every other one. */
  category: AuditCategory;
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

/** About how many events of a tenant are evaluated before others have their turn. */
const EVENTS_AT_ONCE = EVENTS_AN_ARRIVAL;

// One step for each tenant that has something, and none for each row: a flood of one is not read.
const selectTenants = `
  WITH RECURSIVE waiting AS (
    (SELECT tenant_id FROM audit_arrivals ORDER BY tenant_id LIMIT 1)
    UNION ALL
    SELECT following.tenant_id FROM waiting CROSS JOIN LATERAL (
      SELECT a.tenant_id FROM audit_arrivals a
      WHERE a.tenant_id > waiting.tenant_id ORDER BY a.tenant_id LIMIT 1) AS following
  )
  SELECT tenant_id FROM waiting`;

/** Tenants that have events nobody has evaluated yet; for the worker, who sees all. */
export async function tenantsWithArrivals(): Promise<string[]> {
  const { rows } = await pool("worker").query<{ tenant_id: string }>(selectTenants);
  return rows.map((row) => row.tenant_id);
}

/**
 * Whether the caller's transaction of the worker role is the one that may evaluate the tenant's
 * events now: no two do at once.
 */
export async function claimArrivals(sql: Sql, tenantId: string): Promise<boolean> {
  const [lock] = await sql<{ mine: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('audit_arrivals/' || $1, 0)) AS mine",
    [tenantId],
  );
  return lock?.mine ?? false;
}

/**
 * Takes the oldest arrivals of a tenant out of the queue, in the caller's transaction of the worker
 * role, which must have claimed them: when it is rolled back they are all still there.
 * @param atOnce about how many events; at most as many more as one arrival holds.
 * @returns ids of `audit_events`, and how many arrivals they came in: one may hold none.
 */
export async function takeArrivals(
  sql: Sql,
  tenantId: string,
  atOnce = EVENTS_AT_ONCE,
): Promise<{ ids: string[]; arrivals: number }> {
  const taken = await sql<{ event_ids: string[] }>(
    `DELETE FROM audit_arrivals WHERE tenant_id = $1 AND id IN (
       SELECT id FROM (
         SELECT id, sum(cardinality(event_ids)) OVER (ORDER BY id) - cardinality(event_ids) AS before
         FROM (SELECT id, event_ids FROM audit_arrivals WHERE tenant_id = $1
               ORDER BY id LIMIT $2) AS oldest
       ) AS counted WHERE before < $2)
     RETURNING event_ids`,
    [tenantId, atOnce],
  );
  return { ids: taken.flatMap((row) => row.event_ids), arrivals: taken.length };
}

/**
 * Puts events into the queue (again), in the caller's transaction of the worker role. Without any,
 * the tenant has its turn nevertheless: something of it is left to do.
 */
export async function putArrivals(
  sql: Sql,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  await sql("INSERT INTO audit_arrivals (tenant_id, event_ids) VALUES ($1, $2::uuid[])", [
    tenantId,
    ids,
  ]);
}

/** The events behind the ids, oldest occurrence first. */
export async function readArrived(
  tenantId: string,
  ids: readonly string[],
): Promise<ArrivedEvent[]> {
  const where = new Conditions(tenantId);
  where.oneOf(ids);
  return sqlOfClient(pool("search"))<ArrivedEvent>(
    `SELECT id, occurred_at AS "occurredAt", category, source, actor_type AS "actorType",
       actor_id AS "actorId", actor_name AS "actorName", action, outcome,
       target_type AS "targetType", target_id AS "targetId", host(source_ip) AS "sourceIp"
     FROM audit_events WHERE ${where} ORDER BY occurred_at, id`,
    where.parameters,
  );
}
