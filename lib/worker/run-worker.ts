import { hostname } from "node:os";
import { whenDatabaseServes } from "../platform/check-database.ts";
import { pool } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { createAuditPartitions } from "./audit/create-audit-partitions.ts";
import { warmCache } from "./business/warm-cache.ts";
import { loops } from "./registry.ts";
import { runLoop } from "./run-loop.ts";
import { runQueue } from "./run-queue.ts";

const HEARTBEAT_MS = 5_000;

/**
 * Starts the background worker of this process: jobs, loops and a heartbeat that `/readyz` reads.
 * Resolves when it is running, which it is not before the database is there and has its schema.
 * @returns a function that finishes running jobs and stops.
 */
export async function runWorker(): Promise<() => Promise<void>> {
  await whenDatabaseServes("worker", () => createAuditPartitions.run({}));
  const queue = await runQueue();
  const stopHeartbeat = await startHeartbeat(queue.holder);
  // Not waited for: whoever comes meanwhile loads for themselves.
  warmCache().catch((error: unknown) => log.warn({ err: error }, "the cache was not warmed"));
  const stopLoops = Object.entries(loops).map(([name, loop]) => runLoop(name, loop));
  return async () => {
    stopHeartbeat();
    await Promise.all(stopLoops.map((stop) => stop()));
    await queue.stop();
  };
}

/** @param holder names who holds the jobs of this worker: they are free once the heart stops. */
async function startHeartbeat(holder: () => string): Promise<() => void> {
  const workerId = `${hostname()}:${process.pid}`;
  const beat = () =>
    pool("worker").query(
      `WITH gone AS (DELETE FROM worker_heartbeats WHERE beat_at < now() - interval '1 day')
       INSERT INTO worker_heartbeats (worker_id, beat_at, queue_workers) VALUES ($1, now(), $2)
       ON CONFLICT (worker_id) DO UPDATE
         SET beat_at = excluded.beat_at, queue_workers = excluded.queue_workers`,
      [workerId, [holder()]],
    );
  await whenDatabaseServes("worker", beat);
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, "heartbeat failed"));
  }, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
