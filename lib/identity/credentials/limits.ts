import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from "rate-limiter-flexible";
import { redis } from "../../platform/redis.ts";
import { singleton } from "../../platform/singleton.ts";

const WINDOW_SECONDS = 15 * 60;
const HOUR_SECONDS = 3600;
/** Wrong passwords for one account from one address, then that address must wait for that account. */
export const PAIR_ATTEMPTS = 10;
/** Wrong passwords for one account from one browser that its person has logged in from before. */
export const DEVICE_ATTEMPTS = 10;
/** Wrong passwords for one account in an hour, from all the addresses of strangers together. */
export const ACCOUNT_ATTEMPTS = 100;
/** Failed attempts from one address, at whatever account; successful ones do not count. */
export const ADDRESS_ATTEMPTS = 100;
/** Wrong current passwords of one person who is signed in. */
const OWN_ATTEMPTS = 10;

type Limiter = { store: RateLimiterMemory | RateLimiterRedis; points: number };

function makeLimiter(keyPrefix: string, points: number, duration = WINDOW_SECONDS): Limiter {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration });
  const storeClient = redis();
  if (!storeClient) return { store: memory, points };
  const store = new RateLimiterRedis({
    storeClient,
    keyPrefix,
    points,
    duration,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  });
  return { store, points };
}

const limiters = () =>
  singleton("loginLimiters", () => ({
    pair: makeLimiter("login-pair", PAIR_ATTEMPTS),
    device: makeLimiter("login-device", DEVICE_ATTEMPTS),
    account: makeLimiter("login-account", ACCOUNT_ATTEMPTS, HOUR_SECONDS),
    address: makeLimiter("login-address", ADDRESS_ATTEMPTS),
    noted: makeLimiter("login-noted", 1),
    own: makeLimiter("password-own", OWN_ATTEMPTS),
  }));

export type Attempt = {
  /** Which limit refuses it; null for an attempt that may be made. */
  refusedBy: "address" | "account" | null;
  /** Of a refused one: true once a window, to record it once. */
  isFirst: boolean;
  /** A right password: the attempt does not count against its address, nor do those before it. */
  succeed: () => Promise<void>;
};

export type ClaimedAccount = {
  userId: string;
  /** What was counted before it is forgotten. */
  unlockedAt: Date | null;
  /** Of a browser that the person has logged in from before. */
  deviceId: string | null;
};

type Claim = {
  email: string;
  ip: string | null;
  /** Those that have the address, one in each of several tenants; none when nobody has it. */
  accounts: readonly ClaimedAccount[];
};

/**
 * Counts an attempt before it is made, so that none of several at once slips by: for each of the accounts,
 * or for the address that nobody has. Each client's address has a count of its own for an account, so nobody
 * can keep the person out from elsewhere; a person's known browser counts only for itself. Whoever has no
 * address is not thrown together with others who have none: only the account's count bounds them.
 * What happens to one of the accounts, an unlock or the right password, changes no count of another.
 * @returns what became of it for each account, in their order; one for nobody's.
 */
export async function countAttempts({ email, ip, accounts }: Claim): Promise<Attempt[]> {
  const claimed = (accounts.length > 0 ? accounts : [null]).map((account) => ({
    account,
    key: accountKey(email, account),
  }));
  const known = await Promise.all(claimed.map(countKnown));
  const from = ip === null ? null : networkOf(ip);
  // However many accounts it is for, it is one attempt of its address.
  const counts = from !== null && known.every((each) => each === null);
  const isAllowed = !counts || (await consume(limiters().address, from)).allowed;
  let isOwed = counts;
  const refund = async () => {
    if (isOwed && from !== null) await limiters().address.store.reward(from);
    isOwed = false;
  };
  return Promise.all(
    claimed.map(({ key }, at) => {
      const own = known[at];
      if (own) return own;
      return isAllowed
        ? countStranger(from, key, refund)
        : refusedAddress(`${from}/${key}`, refund);
    }),
  );
}

type Keyed = { account: ClaimedAccount | null; key: string };

/** Null for a browser that is not known, or not believed any more. */
async function countKnown({ account, key }: Keyed): Promise<Attempt | null> {
  if (account === null || account.deviceId === null) return null;
  const { device } = limiters();
  const own = `${account.deviceId}/${key}`;
  const counted = await consume(device, own);
  return counted.allowed ? attempt(null, false, () => forget(device, own)) : null;
}

async function countStranger(
  from: string | null,
  key: string,
  refund: () => Promise<void>,
): Promise<Attempt> {
  const { pair, account } = limiters();
  if (from !== null) {
    const here = await consume(pair, `${from}/${key}`);
    if (!here.allowed) return attempt("account", here.isFirst, refund);
  }
  const counted = await consume(account, key);
  if (!counted.allowed) return attempt("account", counted.isFirst, refund);
  return attempt(null, false, async () => {
    await refund();
    if (from !== null) await forget(pair, `${from}/${key}`);
    await forget(account, key);
  });
}

async function refusedAddress(key: string, refund: () => Promise<void>): Promise<Attempt> {
  const { allowed } = await consume(limiters().noted, key);
  return attempt("address", allowed, refund);
}

/** Counts an attempt that names no account, such as a one-time link. */
export async function countAttemptFrom(ip: string | null): Promise<Attempt> {
  if (ip === null) return attempt(null, false, async () => undefined);
  const { address } = limiters();
  const from = networkOf(ip);
  const { allowed, isFirst } = await consume(address, from);
  return attempt(allowed ? null : "address", isFirst, async () => {
    await address.store.reward(from);
  });
}

/** Counts an attempt of somebody who is signed in to say their current password. */
export async function countOwnAttempt(userId: string): Promise<Attempt> {
  const { own } = limiters();
  const { allowed, isFirst } = await consume(own, userId);
  return attempt(allowed ? null : "account", isFirst, () => forget(own, userId));
}

function attempt(
  refusedBy: Attempt["refusedBy"],
  isFirst: boolean,
  succeed: Attempt["succeed"],
): Attempt {
  return { refusedBy, isFirst, succeed };
}

/** E-mail addresses are personal: Redis sees a hash. An unlocked account begins a new count. */
function accountKey(email: string, account: ClaimedAccount | null): string {
  const whose = account ? [account.userId, account.unlockedAt?.getTime() ?? 0] : [];
  const text = [email.toLowerCase(), ...whose].join("\n");
  return createHash("sha256").update(text).digest("base64url");
}

/** An IPv4 address, or the /64 of an IPv6 address: whoever has one of these has them all. */
export function networkOf(ip: string): string {
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const parts = address.parts.slice(0, 4).map((part) => part.toString(16));
  return `${parts.join(":")}::/64`;
}

async function consume(
  { store, points }: Limiter,
  key: string,
): Promise<{ allowed: boolean; isFirst: boolean }> {
  try {
    await store.consume(key);
    return { allowed: true, isFirst: false };
  } catch (rejection) {
    if (!isRefusal(rejection)) throw rejection;
    return { allowed: false, isFirst: rejection.consumedPoints === points + 1 };
  }
}

async function forget({ store }: Limiter, key: string): Promise<void> {
  await store.delete(key);
}

/** By form and not by class: the limiter may have been made by the server's copy of the library. */
function isRefusal(rejection: unknown): rejection is RateLimiterRes {
  return typeof rejection === "object" && rejection !== null && "consumedPoints" in rejection;
}
