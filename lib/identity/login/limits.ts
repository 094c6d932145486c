import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from "rate-limiter-flexible";
import { redis } from "../../platform/redis.ts";
import { singleton } from "../../platform/singleton.ts";

const WINDOW_SECONDS = 15 * 60;
/** Wrong passwords for one account, then it must wait; bounds guessing whatever the address. */
export const ACCOUNT_ATTEMPTS = 10;
/** Attempts from one address: an office behind one address must still be able to sign in. */
export const IP_ATTEMPTS = 100;

type Limiter = RateLimiterMemory | RateLimiterRedis;

function makeLimiter(keyPrefix: string, points: number): Limiter {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS });
  const storeClient = redis();
  if (!storeClient) return memory;
  return new RateLimiterRedis({
    storeClient,
    keyPrefix,
    points,
    duration: WINDOW_SECONDS,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  });
}

const limiters = () =>
  singleton("loginLimiters", () => ({
    account: makeLimiter("login-account", ACCOUNT_ATTEMPTS),
    ip: makeLimiter("login-ip", IP_ATTEMPTS),
  }));

/** E-mail addresses are personal: Redis sees a hash. */
function accountKey(email: string): string {
  return createHash("sha256").update(email.toLowerCase()).digest("base64url");
}

export type Attempt = {
  allowed: boolean /** True once a window, to record it once. */;
  firstRefusal: boolean;
};

/** Counts an attempt from an address before it is made, so that none of several at once slips by. */
export function countAttemptFrom(ip: string | null): Promise<Attempt> {
  return consume(limiters().ip, ip ?? "unknown", IP_ATTEMPTS);
}

/** Counts an attempt at an account as well. */
export async function countAttempt(email: string, ip: string | null): Promise<Attempt> {
  const byIp = await countAttemptFrom(ip);
  if (!byIp.allowed) return byIp;
  return consume(limiters().account, accountKey(email), ACCOUNT_ATTEMPTS);
}

/** A right password ends the account's count. */
export async function forgiveAttempts(email: string): Promise<void> {
  await limiters().account.delete(accountKey(email));
}

async function consume(limiter: Limiter, key: string, points: number): Promise<Attempt> {
  try {
    await limiter.consume(key);
    return { allowed: true, firstRefusal: false };
  } catch (rejection) {
    if (!isRefusal(rejection)) throw rejection;
    return { allowed: false, firstRefusal: rejection.consumedPoints === points + 1 };
  }
}

/** By form and not by class: the limiter may have been made by the server's copy of the library. */
function isRefusal(rejection: unknown): rejection is RateLimiterRes {
  return typeof rejection === "object" && rejection !== null && "consumedPoints" in rejection;
}
