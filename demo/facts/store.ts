import type { Sql } from "#lib/platform/db";
import type { DemoTenant } from "../generate.ts";
import type { UptimeFact } from "./uptime.ts";

const insertRequests = `
  INSERT INTO request_metrics (tenant_id, slot, route, instance, requests, client_errors,
    server_errors, latency_buckets, latency_counts)
  SELECT $1, slot, route, $2, requests, client_errors, server_errors, buckets, counts
  FROM jsonb_to_recordset($3::jsonb) AS r (slot timestamptz, route text, requests int,
    client_errors int, server_errors int, buckets smallint[], counts int[])`;

const insertCaches = `
  INSERT INTO cache_metrics (tenant_id, slot, kind, instance, hits, misses)
  SELECT $1, slot, kind, $2, hits, misses
  FROM jsonb_to_recordset($3::jsonb) AS r (slot timestamptz, kind text, hits int, misses int)`;

// An installation that has checks of its own gets no others among them.
const insertUptime = `
  INSERT INTO uptime_checks (minute, ok, duration_ms, reason)
  SELECT minute, ok, duration_ms, reason
  FROM jsonb_to_recordset($1::jsonb) AS r (minute timestamptz, ok boolean, duration_ms int,
    reason text)
  WHERE minute < (SELECT coalesce(min(minute), 'infinity') FROM uptime_checks)`;

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Writes the facts of a tenant's KPIs as if one process of the server had measured them. */
export async function storeFacts(sql: Sql, tenant: DemoTenant): Promise<void> {
  const { id, instance } = tenant;
  const requests = tenant.requests.map((fact) => ({
    slot: iso(fact.slot),
    route: fact.route,
    requests: fact.requests,
    client_errors: fact.clientErrors,
    server_errors: fact.serverErrors,
    buckets: fact.latency.map(([bucket]) => bucket),
    counts: fact.latency.map(([, count]) => count),
  }));
  const caches = tenant.caches.map((fact) => ({ ...fact, slot: iso(fact.slot) }));
  await sql(insertRequests, [id, instance, JSON.stringify(requests)]);
  await sql(insertCaches, [id, instance, JSON.stringify(caches)]);
}

/** Writes the checks of the installation, which are no tenant's. */
export async function storeUptime(sql: Sql, checks: readonly UptimeFact[]): Promise<void> {
  const rows = checks.map(({ minute, ok, durationMs, reason }) => ({
    minute: iso(minute),
    ok,
    duration_ms: durationMs,
    reason,
  }));
  await sql(insertUptime, [JSON.stringify(rows)]);
}
