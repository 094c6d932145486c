import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from "rate-limiter-flexible";
import { redis } from "../../platform/redis.ts";

/** Counts by key, each within a window that begins with its first one; in Redis, or else in memory. */
type Counter = {
  store: RateLimiterMemory | RateLimiterRedis;
  points: number;
  seconds: number;
};

/** @param points how many are allowed within @param seconds. */
export function makeCounter(keyPrefix: string, points: number, seconds: number): Counter {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration: seconds });
  const storeClient = redis();
  if (!storeClient) return { store: memory, points, seconds };
  const store = new RateLimiterRedis({
    storeClient,
    keyPrefix,
    points,
    duration: seconds,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  });
  return { store, points, seconds };
}

export type Counted = {
  allowed: boolean;
  /** The first of a window that is not allowed. */
  isFirst: boolean;
  /** The last of a window that is allowed. */
  isLast: boolean;
  /** Milliseconds since the epoch: when the window ends, and counting begins anew. */
  endsAt: number;
};

/**
 * Counts one.
 * @param endsAt when a window that begins with it ends, where that is earlier than by itself.
 */
export async function count(
  { store, points, seconds }: Counter,
  key: string,
  endsAt?: number,
): Promise<Counted> {
  const counted = await store
    .consume(key, 1, { customDuration: secondsUntil(endsAt, seconds) })
    .catch((rejection: unknown) => {
      if (isRefusal(rejection)) return rejection;
      throw rejection;
    });
  const { consumedPoints, msBeforeNext } = counted;
  return {
    allowed: consumedPoints <= points,
    isFirst: consumedPoints === points + 1,
    isLast: consumedPoints === points,
    endsAt: Date.now() + msBeforeNext,
  };
}

/** Takes one back that should not count after all. @param endsAt as it was counted with. */
export async function takeBack(
  { store, seconds }: Counter,
  key: string,
  endsAt?: number,
): Promise<void> {
  await store.reward(key, 1, { customDuration: secondsUntil(endsAt, seconds) });
}

/** Counting begins anew. */
export async function forget({ store }: Counter, key: string): Promise<void> {
  await store.delete(key);
}

/** Redis takes whole seconds, and none would be for ever. */
function secondsUntil(endsAt: number | undefined, atMost: number): number {
  if (endsAt === undefined) return atMost;
  return Math.min(atMost, Math.max(1, Math.floor((endsAt - Date.now()) / 1000)));
}

/** By form and not by class: the limiter may have been made by the server's copy of the library. */
function isRefusal(rejection: unknown): rejection is RateLimiterRes {
  return typeof rejection === "object" && rejection !== null && "consumedPoints" in rejection;
}
