import { recordActivity } from "../business/facts/activity.ts";
import { readArrived, takeArrivals, tenantsWithArrivals } from "../events/arrivals.ts";
import { announce } from "../platform/announce.ts";
import { withTenantSql } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { detect } from "../security/detection/detect.ts";
import type { Loop } from "./job.ts";

/**
 * Lets detection and KPIs see events within a second of their arrival. Everything that an event
 * causes is in the transaction that takes it out of the queue.
 */
export const evaluateArrivals: Loop = {
  intervalMs: 400,
  drain: async () => {
    let isMore = false;
    for (const tenantId of await tenantsWithArrivals()) {
      try {
        isMore = (await evaluate(tenantId)) || isMore;
      } catch (error) {
        // Its events wait for the next turn; those of other tenants must not wait with them.
        log.error({ err: error, tenantId }, "arrived events could not be evaluated");
      }
    }
    return isMore;
  },
};

/** @returns whether the tenant had anything that this process could take. */
async function evaluate(tenantId: string): Promise<boolean> {
  const alertsChanged = await withTenantSql(
    tenantId,
    async (sql) => {
      const ids = await takeArrivals(sql, tenantId);
      if (ids === null || ids.length === 0) return null;
      const events = await readArrived(tenantId, ids);
      await recordActivity(sql, tenantId, events);
      return detect(sql, tenantId, events);
    },
    "worker",
  );
  if (alertsChanged === null) return false;
  if (alertsChanged > 0) await announce(tenantId, "alerts");
  await announce(tenantId, "kpis");
  return true;
}
