import { z } from "zod";
import type { Sql } from "./db.ts";

/** Jobs that run by the clock need nothing to go by. */
const nothing = z.object({});

/**
 * Every job there is, and what it needs to run. Declared down here so that features can enqueue;
 * the handlers are in lib/jobs, whose registry does not compile while one is missing.
 */
export const jobPayloads = {
  "audit.create_partitions": nothing,
  "audit.prune_keys": nothing,
  "access.flush_denials": nothing,
  "access.prune_uses": nothing,
  "reviews.close": nothing,
  "kpis.check_uptime": nothing,
  "kpis.prune_facts": nothing,
} as const satisfies Record<string, z.ZodType>;

export type JobName = keyof typeof jobPayloads;
export type JobPayload<Name extends JobName> = z.output<(typeof jobPayloads)[Name]>;

/** Whether a stored name is still that of a job. */
export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobPayloads, name);
}

/**
 * Enqueues a job in the caller's transaction of the app role: it runs when the transaction commits,
 * and never when it does not. The job belongs to the tenant of the transaction.
 */
export async function enqueue<Name extends JobName>(
  sql: Sql,
  tenantId: string,
  name: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  await sql("SELECT true FROM gatehouse_jobs.enqueue($1, $2::json)", [
    name,
    JSON.stringify({ ...payload, tenantId }),
  ]);
}
