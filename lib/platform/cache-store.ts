import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { log } from "./log.ts";
import { redis } from "./redis.ts";

type Key = { tenantId: string; id: string; tags?: readonly string[] };
type Entry<T> = { versions: readonly string[]; value: T };

/** What a look-up found; `versions` are those of the key's tags, in order. */
export type Lookup<T> = { isHit: true; value: T } | { isHit: false; versions: readonly string[] };

/** Longer than any value lives: a tag must not be forgotten before what it invalidated. */
const TAG_SECONDS = 48 * 3600;
/** A load that takes longer is done by others as well. */
const LOCK_MS = 10_000;
const MAX_ENTRY_BYTES = 1024 * 1024;
/** After a failure Redis is left alone for this long: a hung one costs one time-out, not many. */
const REST_MS = 1_000;
const SCAN_COUNT = 500;

const unlockScript =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/**
 * The cache's entries in Redis. Every method gives null when Redis cannot be asked. The tenant in
 * braces keeps all keys of a tenant in one slot of a cluster, so that one MGET reads them.
 */
export class CacheStore {
  #restUntil = 0;
  /** Tags that were to change while Redis could not be asked: it may come back with its memory. */
  readonly #owed = new Set<string>();
  #reminder: NodeJS.Timeout | undefined;

  /**
   * Reads an entry and the versions of its tags in one step. An entry holds the versions that were
   * current before its value was read; it is true while they still are. A tag without a version
   * gets a new one, which no entry can hold: one that Redis has evicted brings nothing back.
   */
  async read<T>(kind: string, key: Key): Promise<Lookup<T> | null> {
    const { tenantId, tags = [] } = key;
    return this.#ask(async (client) => {
      const tagKeys = tags.map((tag) => tagKey(tenantId, tag));
      const [text, ...known] = await client.mget(entryKey(kind, key), ...tagKeys);
      const versions = await Promise.all(
        known.map((version, index) => version ?? furnish(client, tagKeys[index] ?? "")),
      );
      const entry = entryOf<T>(text ?? null);
      const isTrue = entry?.versions.join() === versions.join();
      return entry && isTrue ? { isHit: true, value: entry.value } : { isHit: false, versions };
    });
  }

  /** @returns the size of what was stored; null when it was not. */
  async write(
    kind: string,
    key: Key,
    seconds: number,
    versions: readonly string[],
    value: unknown,
  ): Promise<number | null> {
    const text = JSON.stringify({ versions, value });
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_ENTRY_BYTES) return null;
    // Values stored together must not all expire together.
    const milliseconds = Math.round(seconds * 1000 * (0.9 + Math.random() * 0.2));
    return this.#ask(async (client) => {
      await client.set(entryKey(kind, key), text, "PX", milliseconds);
      return bytes;
    });
  }

  /** Whether this caller is now the one that loads. */
  lock(kind: string, key: Key, token: string): Promise<boolean | null> {
    return this.#ask(async (client) => {
      return (await client.set(lockKey(kind, key), token, "PX", LOCK_MS, "NX")) === "OK";
    });
  }

  async unlock(kind: string, key: Key, token: string): Promise<void> {
    await this.#ask((client) => client.eval(unlockScript, 1, lockKey(kind, key), token));
  }

  /** What Redis cannot be told now is told as soon as it can be, before it is believed again. */
  async renewTags(tenantId: string, tags: readonly string[]): Promise<void> {
    const keys = tags.map((tag) => tagKey(tenantId, tag));
    const isDone = await this.#ask((client) => renewAll(client, keys));
    if (isDone === null) this.#owe(keys);
  }

  /** @returns how many entries were removed; 0 without Redis. */
  async removeMatching(kind: string, tenantId: string, pattern: string): Promise<number> {
    const wanted = entryKey(kind, { tenantId, id: "" }) + globOf(pattern);
    const removed = await this.#ask(async (client) => {
      let count = 0;
      let cursor = "0";
      do {
        const [next, keys] = await client.scan(cursor, "MATCH", wanted, "COUNT", SCAN_COUNT);
        if (keys.length > 0) count += await client.unlink(...keys);
        cursor = next;
      } while (cursor !== "0");
      return count;
    });
    return removed ?? 0;
  }

  async #ask<T>(question: (client: Redis) => Promise<T>): Promise<T | null> {
    const client = redis();
    if (client?.status !== "ready" || performance.now() < this.#restUntil) return null;
    try {
      if (this.#owed.size > 0) await this.#settle(client);
      return await question(client);
    } catch (error) {
      this.#restUntil = performance.now() + REST_MS;
      log.debug({ err: error }, "the cache is left alone for a second");
      return null;
    }
  }

  #owe(keys: readonly string[]): void {
    if (redis() === null) return;
    for (const key of keys) this.#owed.add(key);
    this.#reminder ??= setTimeout(() => {
      this.#reminder = undefined;
      // Asking anything settles first; nobody else may ask for a long time.
      void this.#ask(async () => true).then(() => this.#owed.size > 0 && this.#owe([]));
    }, REST_MS).unref();
  }

  /** Whoever asks in the meantime is behind this on the same connection. */
  async #settle(client: Redis): Promise<void> {
    const keys = [...this.#owed];
    this.#owed.clear();
    try {
      await renewAll(client, keys);
    } catch (error) {
      this.#owe(keys);
      throw error;
    }
  }
}

/** What was stored; null also when it is not of the form that this version stores. */
function entryOf<T>(text: string | null): Entry<T> | null {
  if (text === null) return null;
  try {
    const entry = JSON.parse(text) as Partial<Entry<T>> | null;
    return Array.isArray(entry?.versions) ? (entry as Entry<T>) : null;
  } catch (error) {
    log.warn({ err: error }, "a cache entry cannot be read");
    return null;
  }
}

/** Gives each of these tags a new version. */
async function renewAll(client: Redis, keys: readonly string[]): Promise<true> {
  await Promise.all(keys.map((key) => client.set(key, newVersion(), "EX", TAG_SECONDS)));
  return true;
}

/** Gives a tag a version unless another process just did. */
async function furnish(client: Redis, key: string): Promise<string> {
  const version = newVersion();
  await client.set(key, version, "EX", TAG_SECONDS, "NX");
  return (await client.get(key)) ?? version;
}

const newVersion = () => randomBytes(9).toString("base64url");

const entryKey = (kind: string, { tenantId, id }: Key) =>
  `gatehouse:cache:v1:{${tenantId}}:${kind}:${encoded(id)}`;
const lockKey = (kind: string, { tenantId, id }: Key) =>
  `gatehouse:lock:v1:{${tenantId}}:${kind}:${encoded(id)}`;
const tagKey = (tenantId: string, tag: string) => `gatehouse:tag:v1:{${tenantId}}:${encoded(tag)}`;

/** Keys differ where texts do; JSON first, which also has a form for half a surrogate pair. */
const encoded = (text: string) => encodeURIComponent(JSON.stringify(text).slice(1, -1));

/** A pattern over ids as one over their encoded form, in which `*` is the only letter left as is. */
function globOf(pattern: string): string {
  return pattern.split("*").map(encoded).join("*");
}
