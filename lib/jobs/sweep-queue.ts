import { pool } from "../platform/db.ts";
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

async function bury(job: DeadJob): Promise<void> {
  const client = await pool("worker").connect();
  try {
    await client.query("BEGIN");
    const tenantId = job.payload.tenantId ?? PLATFORM_TENANT_ID;
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    await client.query(
      `INSERT INTO dead_jobs (tenant_id, queue_id, task, payload, attempts, last_error)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (queue_id) DO NOTHING`,
      [tenantId, job.id, job.task, JSON.stringify(job.payload), job.attempts, job.last_error],
    );
    await client.query("SELECT graphile_worker.complete_jobs(ARRAY[$1::bigint])", [job.id]);
    await client.query("COMMIT");
    log.error({ job: job.task, reason: job.last_error }, "a job failed for the last time");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
