import { EventEmitter } from "node:events";
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
import type { Job } from "./job.ts";
import { jobs } from "./registry.ts";
import { runLoop } from "./run-loop.ts";

/** What the clock starts is started again by the clock: few attempts are enough. */
const SCHEDULED_ATTEMPTS = 3;
const RESTART_MS = 1_000;

type AnyJob = Pick<Job<never>, "schedule"> & { run: (payload: never) => Promise<void> };
const entries: [string, AnyJob][] = Object.entries(jobs);

export type Queue = {
  /** The name under which the queue holds its jobs now: `locked_by` in graphile-worker's tables. */
  holder(): string;
  /** Finishes running jobs and stops. */
  stop(): Promise<void>;
};

/**
 * Runs jobs from PostgreSQL until stopped; resolves when it is running. The queue gives up when it
 * cannot write down how a job ended, as in an outage of the database: it is then started again
 * under another name, and `jobs.sweep_queue` frees what the former one holds.
 */
export async function runQueue(): Promise<Queue> {
  let holder = "";
  let runner: Runner | undefined;
  let stopping = false;
  const started = Promise.withResolvers<void>();
  const runUntilItEnds = async () => {
    const running = await startQueue((name) => {
      holder = name;
    });
    started.resolve();
    runner = running;
    try {
      await (stopping ? running.stop() : running.promise);
    } finally {
      runner = undefined;
    }
    return false;
  };
  const stopLoop = runLoop("jobs.queue", { intervalMs: RESTART_MS, drain: runUntilItEnds });
  await started.promise;
  return {
    holder: () => holder,
    stop: async () => {
      stopping = true;
      const ended = stopLoop();
      await runner?.stop();
      await ended;
    },
  };
}

/** @param onNamed is told the name under which the queue will hold jobs, before it takes one. */
function startQueue(onNamed: (holder: string) => void): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => onNamed(workerPool.id));
  return run({
    events,
    pgPool: pool("worker"),
    concurrency: 4,
    noHandleSignals: true,
    // Without a batch the queue forgets to listen for the failure of these two statements, and
    // Node ends the process; with one, the queue stops, and we start it again.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
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
