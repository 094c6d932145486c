import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { setUpOwnRedis } from "../../testing/own-redis.ts";
import { cached, invalidateTags } from "./cache.ts";
import { metrics } from "./metrics.ts";
import { redis } from "./redis.ts";

const server = setUpOwnRedis();
let tenantId: string;

beforeEach(() => {
  tenantId = randomUUID();
});

/** A source of values that says how often it was read. */
function source(value: unknown = "value") {
  return vi.fn(async () => value);
}

async function counted(kind: string, result: string): Promise<number> {
  const { values } = await metrics.cacheRequests.get();
  return values.find(({ labels }) => labels.kind === kind && labels.result === result)?.value ?? 0;
}

it("an invalidation is made up for when Redis was out of reach and comes back with its memory", async () => {
  const key = { tenantId, id: "a", tags: ["roles"] };
  await cached("query", key, source("old"));
  const tag = `gatehouse:tag:v1:{${tenantId}}:roles`;
  const before = await redis()?.get(tag);
  const dropped = new Promise((resolve) => redis()?.once("close", resolve));
  await Promise.allSettled([
    redis()?.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no"),
    dropped,
  ]);
  await invalidateTags(tenantId, ["roles"]);
  await vi.waitFor(() => expect(redis()?.status).toBe("ready"));
  // Told without anybody asking.
  await vi.waitFor(async () => expect(await redis()?.get(tag)).not.toBe(before), 5_000);
  expect(await cached("query", key, source("new"))).toBe("new");
});

describe("Redis killed and started again in mid-traffic", () => {
  it("lets every request have its answer, and caches again afterwards", async () => {
    let asked = 0;
    const wrong: unknown[] = [];
    const stop = new AbortController();
    const traffic = async (lane: number) => {
      for (let round = 0; !stop.signal.aborted; round++) {
        const id = `${lane}-${round % 5}`;
        const answer = await cached("query", { tenantId, id }, async () => id);
        asked++;
        if (answer !== id) wrong.push(answer);
        await sleep(1);
      }
    };
    const lanes = Promise.all(Array.from({ length: 8 }, (_, lane) => traffic(lane)));
    const reached = async (more: number) => {
      const wanted = asked + more;
      await vi.waitUntil(() => asked >= wanted, { timeout: 20_000 });
    };
    await reached(200);
    await server.kill();
    await reached(500);
    await server.revive();
    await reached(200);
    await server.kill();
    await server.revive();
    await reached(200);
    stop.abort();
    await lanes;
    expect(wrong).toEqual([]);
    await vi.waitFor(
      async () => {
        const load = source();
        const key = { tenantId, id: randomUUID() };
        await cached("query", key, load);
        await cached("query", key, load);
        expect(load).toHaveBeenCalledTimes(1);
      },
      { timeout: 10_000 },
    );
  });

  it("still lets one load serve all who ask at once", async () => {
    await server.kill();
    const bypassed = await counted("query", "bypass");
    const load = source();
    const key = { tenantId, id: "a", tags: ["t"] };
    await Promise.all(Array.from({ length: 50 }, () => cached("query", key, load)));
    expect(load).toHaveBeenCalledTimes(1);
    expect(await counted("query", "bypass")).toBe(bypassed + 50);
    await invalidateTags(tenantId, ["t"]);
    expect(await cached("query", key, source("new"))).toBe("new");
    await server.revive();
  });
});
