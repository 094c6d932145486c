import { pool, withTenantSql } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { PLATFORM_TENANT_ID } from "../platform/tenants.ts";
import type { Loop } from "./job.ts";

/** A worker that has not beaten for this long is dead, and what it held is free. */
const DEAD_AFTER_SECONDS = 30;

// The queue would wait four hours before it gives a dead worker's jobs to another.
const freeHeldJobs = `
  SELECT graphile_worker.force_unlock_workers(ARRAY(
    SELECT DISTINCT j.locked_by FROM graphile_worker.jobs j
    WHERE j.locked_by IS NOT NULL AND j.locked_at < now() - make_interval(secs => $1)
      AND NOT EXISTS (SELECT FROM worker_heartbeats h
        WHERE j.locked_by = ANY (h.queue_workers) AND h.beat_at > now() - make_interval(secs => $1))
  ))`;

// The queue keeps a job that failed for the last time for ever, where nobody sees it. Its payload
// is in a table that the queue calls private: look here first when graphile-worker is raised.
const readDeadJobs = `
  SELECT j.id::text, j.task_identifier AS task, p.payload, j.attempts,
    coalesce(j.last_error, 'It ended without saying why.') AS last_error
  FROM graphile_worker.jobs j JOIN graphile_worker._private_jobs p ON p.id = j.id
  WHERE j.attempts >= j.max_attempts AND j.locked_at IS NULL LIMIT 100`;

type DeadJob = {
  id: string;
  task: string;
  payload: { tenantId?: string };
  attempts: number;
  last_error: string;
};

/** Frees what dead workers held, and moves dead jobs to where people see them. */
export const sweepQueue: Loop = {
  intervalMs: 3_000,
  drain: async () => {
    await pool("worker").query(freeHeldJobs, [DEAD_AFTER_SECONDS]);
    const { rows } = await pool("worker").query<DeadJob>(readDeadJobs);
    for (const job of rows) await bury(job);
    return false;
  },
};

/** In one transaction: a dead job is in the queue or on the page, and never in both. */
async function bury({ id, task, payload, attempts, last_error }: DeadJob): Promise<void> {
  const tenantId = payload.tenantId ?? PLATFORM_TENANT_ID;
  await withTenantSql(
    tenantId,
    async (sql) => {
      await sql(
        `INSERT INTO dead_jobs (tenant_id, queue_id, task, payload, attempts, last_error)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (queue_id) DO NOTHING`,
        [tenantId, id, task, JSON.stringify(payload), attempts, last_error],
      );
      await sql("SELECT graphile_worker.complete_jobs(ARRAY[$1::bigint])", [id]);
    },
    "worker",
  );
  log.error({ job: task, reason: last_error }, "a job failed for the last time");
}
