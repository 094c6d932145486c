import { loadSnapshot } from "../../business/kpis/snapshot.ts";
import { pool } from "../../platform/db.ts";
import { env } from "../../platform/env.ts";
import { log } from "../../platform/log.ts";
import { getTenant } from "../../platform/tenants.ts";

/** Warming longer than this would only compete with the people it is meant to help. */
const BUDGET_MS = 30_000;

/**
 * Loads what the first visitor of each tenant would wait for. A tenant that cannot be loaded is
 * left to its first visitor.
 * @returns how many tenants are warm.
 */
export async function warmCache(): Promise<number> {
  if (!env().REDIS_URL) return 0;
  const deadline = performance.now() + BUDGET_MS;
  const { rows } = await pool("worker").query<{ id: string }>(
    "SELECT id FROM tenants WHERE kind = 'customer' ORDER BY id",
  );
  let warm = 0;
  for (const { id } of rows) {
    if (performance.now() > deadline) break;
    try {
      await getTenant(id);
      await loadSnapshot(id);
      warm++;
    } catch (error) {
      log.warn({ err: error, tenantId: id }, "the cache could not be warmed");
    }
  }
  log.info({ warm, tenants: rows.length }, "cache is warm");
  return warm;
}
