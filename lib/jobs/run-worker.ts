import { EventEmitter } from "node:events";
import { hostname } from "node:os";
import {
  Logger,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import { pool } from "../platform/db.ts";
import { isJobName, jobPayloads } from "../platform/jobs.ts";
import { log } from "../platform/log.ts";
import { createAuditPartitions } from "./create-audit-partitions.ts";
import type { Job } from "./job.ts";
import { jobs, loops } from "./registry.ts";
import { runLoop } from "./run-loop.ts";
import { warmCache } from "./warm-cache.ts";

const HEARTBEAT_MS = 5_000;
/** What the clock starts is started again by the clock: few attempts are enough. */
const SCHEDULED_ATTEMPTS = 3;

type AnyJob = Pick<Job<never>, "schedule"> & { run: (payload: never) => Promise<void> };
const entries: [string, AnyJob][] = Object.entries(jobs);

/**
 * Starts the background worker of this process: jobs, loops and a heartbeat that `/readyz` reads.
 * Resolves when it is running.
 * @returns a function that finishes running jobs and stops.
 */
export async function runWorker(): Promise<() => Promise<void>> {
  await createAuditPartitions.run({});
  const queueWorkers = new Set<string>();
  const runner = await startQueue(queueWorkers);
  const stopHeartbeat = await startHeartbeat(queueWorkers);
  // Not waited for: whoever comes meanwhile loads for themselves.
  warmCache().catch((error: unknown) => log.warn({ err: error }, "the cache was not warmed"));
  const stopLoops = Object.entries(loops).map(([name, loop]) => runLoop(name, loop));
  return async () => {
    stopHeartbeat();
    await Promise.all(stopLoops.map((stop) => stop()));
    await runner.stop();
  };
}

async function startQueue(queueWorkers: Set<string>): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => queueWorkers.add(worker.workerId));
  return run({
    events,
    pgPool: pool("worker"),
    concurrency: 4,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      log[level === "warning" ? "warn" : level === "info" ? "debug" : level](
        { part: "worker" },
        message,
      );
    }),
    taskList: taskList(),
    parsedCronItems: parseCronItems(
      entries.flatMap(([task, { schedule }]) =>
        schedule
          ? [
              {
                task,
                match: schedule,
                identifier: task,
                options: { maxAttempts: SCHEDULED_ATTEMPTS },
              },
            ]
          : [],
      ),
    ),
  });
}

/** Each handler gets the payload that its declaration describes, or does not run. */
function taskList(): TaskList {
  return Object.fromEntries(
    entries.map(([name, job]) => [
      name,
      async (payload: unknown) => {
        if (!isJobName(name)) throw new Error(`${name} is not declared`);
        await job.run(jobPayloads[name].parse(payload) as never);
      },
    ]),
  );
}

async function startHeartbeat(queueWorkers: ReadonlySet<string>): Promise<() => void> {
  const workerId = `${hostname()}:${process.pid}`;
  const beat = () =>
    pool("worker").query(
      `WITH gone AS (DELETE FROM worker_heartbeats WHERE beat_at < now() - interval '1 day')
       INSERT INTO worker_heartbeats (worker_id, beat_at, queue_workers) VALUES ($1, now(), $2)
       ON CONFLICT (worker_id) DO UPDATE
         SET beat_at = excluded.beat_at, queue_workers = excluded.queue_workers`,
      [workerId, [...queueWorkers]],
    );
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, "heartbeat failed"));
  }, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
