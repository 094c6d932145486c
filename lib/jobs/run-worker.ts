import { hostname } from "node:os";
import { Logger, parseCronItems, run } from "graphile-worker";
import { pool } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { createAuditPartitions } from "./create-audit-partitions.ts";
import type { Job } from "./job.ts";
import { jobs } from "./registry.ts";

const HEARTBEAT_MS = 5_000;

/**
 * Starts the background worker of this process: schedules, jobs and a heartbeat that `/readyz`
 * reads. Resolves when it is running.
 * @returns a function that finishes running jobs and stops.
 */
export async function runWorker(): Promise<() => Promise<void>> {
  await createAuditPartitions.run();
  const entries: [string, Job][] = Object.entries(jobs);
  const runner = await run({
    pgPool: pool("worker"),
    concurrency: 4,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      log[level === "warning" ? "warn" : level === "info" ? "debug" : level](
        { part: "worker" },
        message,
      );
    }),
    taskList: Object.fromEntries(entries.map(([name, job]) => [name, () => job.run()])),
    parsedCronItems: parseCronItems(
      entries.map(([task, job]) => ({ task, match: job.schedule, identifier: task })),
    ),
  });
  const stopHeartbeat = await startHeartbeat();
  return async () => {
    stopHeartbeat();
    await runner.stop();
  };
}

async function startHeartbeat(): Promise<() => void> {
  const workerId = `${hostname()}:${process.pid}`;
  const beat = () =>
    pool("worker").query(
      `WITH gone AS (DELETE FROM worker_heartbeats WHERE beat_at < now() - interval '1 day')
       INSERT INTO worker_heartbeats (worker_id, beat_at) VALUES ($1, now())
       ON CONFLICT (worker_id) DO UPDATE SET beat_at = excluded.beat_at`,
      [workerId],
    );
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, "heartbeat failed"));
  }, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
