import { randomUUID } from "node:crypto";
import { announce } from "../../platform/announce.ts";
import { type Sql, withTenantSql } from "../../platform/db.ts";
import { log } from "../../platform/log.ts";
import { type CacheMeter, giveBack, type RequestMeter, takeMeters } from "../../platform/meter.ts";

const FLUSH_MS = 5_000;

type Meters = ReturnType<typeof takeMeters>;

/** Names this process's rows: its running totals replace only its own. */
const instance = randomUUID();

/**
 * Writes what this process has measured to the database every few seconds, and tells whoever shows
 * it. What cannot be written now is written later.
 * @returns a function that writes the rest and stops.
 */
export function startUsageRecorder(): () => Promise<void> {
  let flushing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flushUsage);
  }, FLUSH_MS);
  return async () => {
    clearInterval(timer);
    await flushing;
    await flushUsage();
  };
}

/** Writes what was measured since the last time. Never throws. */
export async function flushUsage(): Promise<void> {
  const meters = takeMeters();
  const tenants = new Set([...meters.requests, ...meters.caches].map((meter) => meter.tenantId));
  for (const tenantId of tenants) {
    const own: Meters = {
      requests: meters.requests.filter((meter) => meter.tenantId === tenantId),
      caches: meters.caches.filter((meter) => meter.tenantId === tenantId),
    };
    try {
      await withTenantSql(tenantId, async (sql) => {
        await writeRequests(sql, tenantId, own.requests);
        await writeCaches(sql, tenantId, own.caches);
      });
      // Reading the figures asks the cache: were that worth a message, they would never rest.
      if (own.requests.length > 0) await announce(tenantId, "kpis");
    } catch (error) {
      giveBack(own);
      log.warn({ err: error, tenantId }, "usage could not be written and is kept");
    }
  }
}

async function writeRequests(sql: Sql, tenantId: string, meters: RequestMeter[]): Promise<void> {
  for (const meter of meters) {
    await sql(
      `INSERT INTO request_metrics (tenant_id, slot, route, instance, requests, client_errors,
         server_errors, latency_buckets, latency_counts)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (tenant_id, slot, route, instance) DO UPDATE SET requests = excluded.requests,
         client_errors = excluded.client_errors, server_errors = excluded.server_errors,
         latency_buckets = excluded.latency_buckets, latency_counts = excluded.latency_counts`,
      [
        tenantId,
        meter.slot,
        meter.route,
        instance,
        meter.requests,
        meter.clientErrors,
        meter.serverErrors,
        [...meter.latency.keys()],
        [...meter.latency.values()],
      ],
    );
  }
}

async function writeCaches(sql: Sql, tenantId: string, meters: CacheMeter[]): Promise<void> {
  for (const meter of meters) {
    await sql(
      `INSERT INTO cache_metrics (tenant_id, slot, kind, instance, hits, misses)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, slot, kind, instance) DO UPDATE SET hits = excluded.hits,
         misses = excluded.misses`,
      [tenantId, meter.slot, meter.kind, instance, meter.hits, meter.misses],
    );
  }
}
