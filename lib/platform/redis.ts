import { Redis } from "ioredis";
import { env } from "./env.ts";
import { log } from "./log.ts";
import { singleton } from "./singleton.ts";

/**
 * The process's Redis connection, or null when none is configured. Redis being down is a normal
 * mode: commands fail at once instead of queueing, and every caller has an answer without it.
 */
export function redis(): Redis | null {
  return singleton("redis", () => {
    const url = env().REDIS_URL;
    if (!url) return null;
    const client = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      connectTimeout: 2_000,
      commandTimeout: 1_000,
      retryStrategy: (attempt) => Math.min(attempt * 200, 3_000),
    });
    let up: boolean | undefined;
    client.on("ready", () => {
      if (up === false) log.info("redis is back");
      up = true;
    });
    client.on("error", (error) => {
      if (up !== false) log.warn({ err: error }, "redis is unreachable; going on without it");
      up = false;
    });
    return client;
  });
}

/** Ends the connection; for shut-down and tests. */
export function closeRedis(): void {
  redis()?.disconnect();
}
