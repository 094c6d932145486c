import { setTimeout as sleep } from "node:timers/promises";
import type { Cleanup } from "../cleanup.ts";
import {
  type EmbeddedPostgres,
  type PostgresOptions,
  startPostgres,
} from "../embedded/postgres.ts";
import { startRedis } from "../embedded/redis.ts";
import { printDone, step } from "./progress.ts";

const WATCH_MS = 1000;

/** Starts PostgreSQL on the data folder, or takes over the one that runs there. */
export async function startDatabase(
  options: PostgresOptions,
  cleanup: Cleanup,
): Promise<EmbeddedPostgres> {
  const postgres = await step(
    (started) => (started.adopted ? "PostgreSQL was still running" : "PostgreSQL ready"),
    () => startPostgres(options),
  );
  cleanup.add("PostgreSQL", () => postgres.stop());
  return postgres;
}

/** Starts PostgreSQL again whenever it ends by itself; resolves when the signal is aborted. */
export async function keepRunning(
  postgres: EmbeddedPostgres,
  options: PostgresOptions,
  signal: AbortSignal,
): Promise<void> {
  let current = postgres;
  while (!signal.aborted) {
    await sleep(WATCH_MS);
    if (signal.aborted || current.isRunning()) continue;
    console.log("! PostgreSQL has ended unexpectedly: starting it again");
    // On the same port, which the server knows it by.
    const again = { ...options, port: current.port, signal };
    current = await step("PostgreSQL ready", () => startPostgres(again));
  }
}

/** Starts Redis when the machine has one; its address, or undefined. */
export async function startCache(dataDir: string, cleanup: Cleanup): Promise<string | undefined> {
  const started = Date.now();
  const redis = await startRedis({ dataDir });
  if (redis === null) {
    console.log("- Redis is not installed: nothing is cached, pages are somewhat slower");
    return undefined;
  }
  cleanup.add("Redis", () => redis.stop());
  printDone("Redis ready", started);
  return redis.url;
}
