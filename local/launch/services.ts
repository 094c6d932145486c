import { setTimeout as sleep } from "node:timers/promises";
import type { Cleanup } from "../cleanup.ts";
import {
  type EmbeddedPostgres,
  type PostgresOptions,
  startPostgres,
} from "../embedded/postgres.ts";
import { type EmbeddedRedis, startRedis, stopLeftover } from "../embedded/redis.ts";
import { Refusal } from "../refusal.ts";
import { printDone, step } from "./progress.ts";

const WATCH_MS = 1000;
const RETRY_MS = 30_000;

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

type Service = { readonly port: number; isRunning(): boolean };

/**
 * Starts a service again whenever it ends by itself, on the same port, which the server knows it by;
 * resolves when the signal is aborted.
 * @throws what `start` does, unless the service is `optional`: then it is tried again after a while.
 */
export async function keepRunning<Kept extends Service>(
  name: string,
  service: Kept,
  start: (port: number) => Promise<Kept>,
  options: { signal: AbortSignal; optional?: boolean },
): Promise<void> {
  const { signal, optional = false } = options;
  let current = service;
  while (!signal.aborted) {
    await sleep(WATCH_MS);
    if (signal.aborted || current.isRunning()) continue;
    console.log(`! ${name} has ended unexpectedly: starting it again`);
    try {
      current = await step(`${name} ready`, () => start(current.port));
    } catch (error) {
      if (!optional || signal.aborted) throw error;
      console.log(`! ${name} could not be started again: ${messageOf(error)}`);
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Starts Redis when the machine has one; null when it has none. */
export async function startCache(dataDir: string, cleanup: Cleanup): Promise<EmbeddedRedis | null> {
  const started = Date.now();
  const redis = await startRedis({ dataDir });
  if (redis === null) {
    console.log("- Redis is not installed: nothing is cached, pages are somewhat slower");
    return null;
  }
  // Also of one that was started again meanwhile.
  cleanup.add("Redis", () => stopLeftover(dataDir));
  printDone("Redis ready", started);
  return redis;
}

/** Starts Redis again, which was there before. */
export async function restartCache(dataDir: string, port: number): Promise<EmbeddedRedis> {
  const redis = await startRedis({ dataDir, port });
  if (!redis) throw new Refusal("redis-server is not installed any more.");
  return redis;
}
