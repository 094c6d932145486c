import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isBusy } from "../core/errors.ts";
import { CacheStore, type Lookup } from "./cache-store.ts";
import { log } from "./log.ts";
import { meterCache } from "./meter.ts";
import { metrics } from "./metrics.ts";
import { singleton } from "./singleton.ts";

/** How long a value of each kind is kept, in seconds, give or take a tenth. */
export const cacheSeconds = {
  session: 24 * 3600,
  api: 5 * 60,
  query: 15 * 60,
  kpi: 60,
  preferences: 3600,
  static: 24 * 3600,
} as const;
export type CacheKind = keyof typeof cacheSeconds;

/** `id` is unique within tenant and kind; `tags` name what invalidates the value, per tenant. */
export type CacheKey = { tenantId: string; id: string; tags?: readonly string[] };

/** How often, and for how long, whoever waits for another process's load looks for its result. */
const POLL_MS = 25;
const PATIENCE_MS = 3_000;

type Flight = { tenantId: string; tags: readonly string[]; value: Promise<unknown> };

const store = () => singleton("cacheStore", () => new CacheStore());
const flights = () => singleton("cacheFlights", () => new Map<string, Flight>());

/**
 * The value of a key, from Redis when it is there and still true, else from `load`. Callers at the
 * same time share one load, in this process always and in all processes while Redis is there.
 * Values must survive JSON. Whatever becomes of Redis, the answer is the one that `load` gives;
 * what `load` throws is thrown, and nothing is kept.
 */
export async function cached<T>(
  kind: CacheKind,
  key: CacheKey,
  load: () => Promise<T>,
): Promise<T> {
  const { tenantId, id, tags = [] } = key;
  const found = await look<T>(kind, key);
  if (found?.isHit) {
    count(kind, tenantId, "hit");
    return found.value;
  }
  // Versions are part of the name: a load that began before an invalidation, which may have come
  // from another process, is not shared with whoever asks after it.
  const name = JSON.stringify([kind, tenantId, id, found?.versions ?? null]);
  const going = flights().get(name);
  if (going) {
    if (found) count(kind, tenantId, "hit");
    else metrics.cacheRequests.inc({ kind, result: "bypass" });
    return (going.value as Promise<T>).catch((error: unknown) => {
      // Whoever began it has too much going on. That is nothing to those who joined them.
      if (isBusy(error)) return timed(kind, load);
      throw error;
    });
  }
  const value = found ? takeTurn(kind, key, load, found) : bypass(kind, load);
  const flight = { tenantId, tags, value };
  flights().set(name, flight);
  try {
    return await value;
  } finally {
    if (flights().get(name) === flight) flights().delete(name);
  }
}

/**
 * Makes every value with one of these tags untrue, in every process: also those that are being
 * loaded now, which may have read what is no longer so. Never throws: a Redis that cannot be asked
 * is told when it can be, and if this process ends before that, values expire by themselves.
 */
export async function invalidateTags(tenantId: string, tags: readonly string[]): Promise<void> {
  for (const [name, flight] of flights()) {
    const concerned = flight.tenantId === tenantId && flight.tags.some((tag) => tags.includes(tag));
    if (concerned) flights().delete(name);
  }
  await store().renewTags(tenantId, tags);
}

/**
 * Forgets a tenant's values of a kind whose ids match a pattern, in which `*` is any text. Unlike a
 * tag it does not reach values that are being loaded now.
 * @returns how many there were.
 */
export function invalidatePattern(
  kind: CacheKind,
  tenantId: string,
  pattern: string,
): Promise<number> {
  return store().removeMatching(kind, tenantId, pattern);
}

async function look<T>(kind: CacheKind, key: CacheKey): Promise<Lookup<T> | null> {
  const started = performance.now();
  const found = await store().read<T>(kind, key);
  metrics.cacheSeconds.observe({ kind, step: "read" }, (performance.now() - started) / 1000);
  return found;
}

function bypass<T>(kind: CacheKind, load: () => Promise<T>): Promise<T> {
  metrics.cacheRequests.inc({ kind, result: "bypass" });
  return timed(kind, load);
}

/** Loads if no other process does; else waits for what it stores, and takes over if it fails. */
async function takeTurn<T>(
  kind: CacheKind,
  key: CacheKey,
  load: () => Promise<T>,
  missed: Lookup<T> & { isHit: false },
): Promise<T> {
  const token = randomBytes(12).toString("base64url");
  const deadline = performance.now() + PATIENCE_MS;
  let latest = missed;
  while (performance.now() < deadline) {
    const isOurs = await store().lock(kind, key, token);
    if (isOurs === null) break;
    try {
      if (!isOurs) await sleep(POLL_MS);
      // Even with the lock: the one before us may have stored between our look and our turn.
      const found = await store().read<T>(kind, key);
      if (found?.isHit) {
        count(kind, key.tenantId, "hit");
        return found.value;
      }
      latest = found ?? latest;
      if (isOurs) return await loadAndStore(kind, key, load, latest.versions);
      if (found === null) break;
    } finally {
      if (isOurs) await store().unlock(kind, key, token);
    }
  }
  return loadAndStore(kind, key, load, latest.versions);
}

async function loadAndStore<T>(
  kind: CacheKind,
  key: CacheKey,
  load: () => Promise<T>,
  versions: readonly string[],
): Promise<T> {
  count(kind, key.tenantId, "miss");
  const value = await timed(kind, load);
  const bytes = await store().write(kind, key, cacheSeconds[kind], versions, value);
  if (bytes !== null) metrics.cacheEntryBytes.observe({ kind }, bytes);
  else log.debug({ kind, id: key.id }, "a value was not cached");
  return value;
}

async function timed<T>(kind: CacheKind, load: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await load();
  } finally {
    metrics.cacheSeconds.observe({ kind, step: "load" }, (performance.now() - started) / 1000);
  }
}

function count(kind: CacheKind, tenantId: string, result: "hit" | "miss"): void {
  metrics.cacheRequests.inc({ kind, result });
  meterCache(tenantId, kind, result);
}
