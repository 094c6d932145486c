import { randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startNode } from "../../testing/node-child.ts";
import { setUpOwnRedis } from "../../testing/own-redis.ts";
import {
  type CacheKind,
  cached,
  cacheSeconds,
  invalidatePattern,
  invalidateTags,
} from "./cache.ts";
import { metrics } from "./metrics.ts";
import { redis } from "./redis.ts";

const server = setUpOwnRedis();
const folder = mkdtempSync(join(tmpdir(), "gatehouse-cache-"));
let tenantId: string;

afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  tenantId = randomUUID();
});

/** A source of values that says how often it was read. */
function source(value: unknown = "value") {
  return vi.fn(async () => value);
}

/** A load that ends when it is told to. */
function slowSource<T>(value: T) {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { load: vi.fn(() => promise), finish: () => resolve(value) };
}

async function counted(kind: string, result: string): Promise<number> {
  const { values } = await metrics.cacheRequests.get();
  return values.find(({ labels }) => labels.kind === kind && labels.result === result)?.value ?? 0;
}

describe("cached", () => {
  it.each([["text"], [{ a: [1, null] }], [null], [0], [false]])("keeps %j", async (value) => {
    const load = source(value);
    const key = { tenantId, id: "a" };
    expect(await cached("query", key, load)).toEqual(value);
    expect(await cached("query", key, load)).toEqual(value);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it.each(Object.entries(cacheSeconds))(
    "keeps %s for %i seconds, give or take",
    async (kind, seconds) => {
      await cached(kind as CacheKind, { tenantId, id: "a" }, source());
      const [key = ""] = (await redis()?.keys(`*${tenantId}*`)) ?? [];
      const left = ((await redis()?.pttl(key)) ?? 0) / 1000;
      expect(left).toBeGreaterThan(seconds * 0.89);
      expect(left).toBeLessThanOrEqual(seconds * 1.1);
    },
  );

  it("reads again what has expired", async () => {
    const key = { tenantId, id: "a" };
    await cached("kpi", key, source(1));
    const [stored = ""] = (await redis()?.keys(`*${tenantId}*`)) ?? [];
    await redis()?.pexpire(stored, 1);
    await vi.waitFor(async () => expect(await redis()?.exists(stored)).toBe(0));
    expect(await cached("kpi", key, source(2))).toBe(2);
  });

  it("keeps tenants, kinds and ids apart, whatever the ids contain", async () => {
    const ids = ["a", "a:b", "a}:b", "*", "a?", "ä", "a b", "\ud800", "x".repeat(500)];
    for (const id of ids) await cached("query", { tenantId, id }, source(id));
    for (const id of ids) expect(await cached("query", { tenantId, id }, source("no"))).toBe(id);
    expect(await cached("api", { tenantId, id: "a" }, source("api"))).toBe("api");
    const other = { tenantId: randomUUID(), id: "a" };
    expect(await cached("query", other, source("other"))).toBe("other");
  });

  it("keeps nothing of a failure, and tells everybody who waited for it", async () => {
    const key = { tenantId, id: "a" };
    const failing = vi.fn(() => Promise.reject(new Error("no database")));
    const both = await Promise.allSettled([1, 2].map(() => cached("query", key, failing)));
    expect(both.map((result) => result.status)).toEqual(["rejected", "rejected"]);
    expect(failing).toHaveBeenCalledTimes(1);
    expect(await cached("query", key, source("there"))).toBe("there");
  });

  it("takes an entry that it cannot read for none, and goes on caching", async () => {
    const key = { tenantId, id: "a" };
    await cached("query", key, source(1));
    const [stored = ""] = (await redis()?.keys(`*${tenantId}*`)) ?? [];
    for (const spoilt of ["no json", "null", "{}"]) {
      await redis()?.set(stored, spoilt);
      expect(await cached("query", key, source(spoilt))).toBe(spoilt);
      expect(await cached("query", key, source("again"))).toBe(spoilt);
    }
  });

  it("gives what is too large to keep", async () => {
    const large = "x".repeat(1_100_000);
    const load = source(large);
    for (let i = 0; i < 2; i++)
      expect(await cached("query", { tenantId, id: "a" }, load)).toBe(large);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("counts hits and misses, and tells sizes and times by kind", async () => {
    const [hits, misses] = [await counted("static", "hit"), await counted("static", "miss")];
    for (let i = 0; i < 3; i++) await cached("static", { tenantId, id: "a" }, source());
    expect(await counted("static", "hit")).toBe(hits + 2);
    expect(await counted("static", "miss")).toBe(misses + 1);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/gatehouse_cache_entry_bytes_count\{kind="static"\} [1-9]/);
    expect(text).toMatch(/gatehouse_cache_seconds_count\{kind="static",step="load"\} [1-9]/);
  });
});

describe("invalidation", () => {
  const key = (id = "a", ...tags: string[]) => ({ tenantId, id, tags });

  it("by tag reaches every value that has it, and no other", async () => {
    await cached("query", key("a", "roles", "people"), source(1));
    await cached("api", key("b", "people"), source(1));
    await cached("query", key("c", "alerts"), source(1));
    await invalidateTags(tenantId, ["people"]);
    expect(await cached("query", key("a", "roles", "people"), source(2))).toBe(2);
    expect(await cached("api", key("b", "people"), source(2))).toBe(2);
    expect(await cached("query", key("c", "alerts"), source(2))).toBe(1);
    await invalidateTags(randomUUID(), ["alerts"]);
    expect(await cached("query", key("c", "alerts"), source(3))).toBe(1);
  });

  it("wins over a load that began before it", async () => {
    const slow = slowSource("old");
    const first = cached("query", key("a", "roles"), slow.load);
    await vi.waitFor(() => expect(slow.load).toHaveBeenCalled());
    await invalidateTags(tenantId, ["roles"]);
    const second = cached("query", key("a", "roles"), source("new"));
    slow.finish();
    expect(await first).toBe("old");
    expect(await second).toBe("new");
    expect(await cached("query", key("a", "roles"), source("later"))).toBe("new");
  });

  it("from another process keeps whoever asks after it from a load of before", async () => {
    const slow = slowSource("old");
    const first = cached("query", key("a", "roles"), slow.load);
    await vi.waitFor(() => expect(slow.load).toHaveBeenCalled());
    const [tag = ""] = (await redis()?.keys(`gatehouse:tag:*${tenantId}*`)) ?? [];
    await redis()?.set(tag, "renewed elsewhere");
    const second = cached("query", key("a", "roles"), source("new"));
    slow.finish();
    expect(await first).toBe("old");
    expect(await second).toBe("new");
  });

  it("is not undone when Redis evicts the tag", async () => {
    await cached("query", key("a", "roles"), source(1));
    await invalidateTags(tenantId, ["roles"]);
    const tags = (await redis()?.keys(`gatehouse:tag:*${tenantId}*`)) ?? [];
    expect(tags).toHaveLength(1);
    await redis()?.del(...tags);
    expect(await cached("query", key("a", "roles"), source(2))).toBe(2);
  });

  it("by pattern removes the ids that match", async () => {
    for (const id of ["user:1", "user:2", "users", "team:1"]) {
      await cached("query", key(id), source(1));
    }
    expect(await invalidatePattern("query", tenantId, "user:*")).toBe(2);
    expect(await invalidatePattern("query", tenantId, "?eam:1")).toBe(0);
    expect(await invalidatePattern("api", tenantId, "*")).toBe(0);
    expect(await cached("query", key("user:1"), source(2))).toBe(2);
    expect(await cached("query", key("users"), source(2))).toBe(1);
  });
});

describe("a stampede", () => {
  it("loads once in a process", async () => {
    const load = source();
    await Promise.all(
      Array.from({ length: 100 }, () => cached("query", { tenantId, id: "a" }, load)),
    );
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("loads once when somebody takes the lock just after the value was stored", async () => {
    const key = { tenantId, id: "a" };
    const client = redis();
    if (!client) throw new Error("there is no Redis");
    const lock = `gatehouse:lock:v1:{${tenantId}}:query:a`;
    await client.set(lock, "another process");
    const load = source("loaded twice");
    const asked = cached("query", key, load);
    // The other process stores and lets go in one step: between our look and our turn.
    const entry = JSON.stringify({ versions: [], value: "loaded there" });
    await client.multi().set(`gatehouse:cache:v1:{${tenantId}}:query:a`, entry).del(lock).exec();
    expect(await asked).toBe("loaded there");
    expect(load).not.toHaveBeenCalled();
  });

  const otherProcess = (mode: string, file: string) =>
    startNode(
      join(import.meta.dirname, "../../testing/cache-process.ts"),
      {
        ...process.env,
        REDIS_URL: server.url,
        CACHE_TENANT: tenantId,
        CACHE_ID: "a",
        CACHE_FILE: file,
        CACHE_MODE: mode,
      },
      join(folder, "process.log"),
    );

  it("loads once over several processes", async () => {
    const file = join(folder, randomUUID());
    const others = [otherProcess("load", file), otherProcess("load", file)];
    await Promise.all(others.map((child) => child.listening));
    const load = vi.fn(async () => {
      appendFileSync(file, "loaded\n");
      await sleep(300);
      return "loaded here";
    });
    const key = { tenantId, id: "a", tags: ["things"] };
    await Promise.all(Array.from({ length: 20 }, () => cached("query", key, load)));
    await Promise.all(others.map((child) => child.ended));
    expect(readFileSync(file, "utf8")).toBe("loaded\n");
  });

  it("is not held up by a process that died while it loaded", async () => {
    const child = otherProcess("hang", join(folder, randomUUID()));
    await child.listening;
    process.kill(child.pid, "SIGKILL");
    await child.ended;
    const started = performance.now();
    const key = { tenantId, id: "a", tags: ["things"] };
    expect(await cached("query", key, source("mine"))).toBe("mine");
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await cached("query", key, source("again"))).toBe("mine");
  });
});
