import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Cleanup } from "../cleanup.ts";
import { onPath } from "../embedded/redis.ts";
import { isRunning } from "../processes.ts";
import { keepRunning, restartCache, startCache } from "./services.ts";

const PATIENCE = { timeout: 20_000 };
let folder: string;
let cleanup: Cleanup;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-services-"));
  cleanup = new Cleanup();
  lines = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
});
afterEach(async () => {
  await cleanup.run();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe.runIf(onPath("redis-server"))("a Redis that dies while the quickstart runs", () => {
  it("is started again where it was, which is said in a line, and ends with the rest", async () => {
    const redis = await startCache(folder, cleanup);
    if (!redis) throw new Error("Redis was not started");
    const stop = new AbortController();
    const pids: number[] = [redis.pid];
    const again = async (port: number) => {
      const started = await restartCache(folder, port);
      pids.push(started.pid);
      return started;
    };
    const kept = keepRunning("Redis", redis, again, { signal: stop.signal, optional: true });
    process.kill(redis.pid, "SIGKILL");
    await vi.waitUntil(() => pids.length === 2, PATIENCE);
    const client = new Redis(redis.url);
    expect(await client.ping()).toBe("PONG");
    client.disconnect();
    expect(lines.filter((line) => line.startsWith("!"))).toEqual([
      "! Redis has ended unexpectedly: starting it again",
    ]);
    stop.abort();
    await kept;
    await cleanup.run();
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  it("that cannot be started again is said to be gone, and ends nothing else", async () => {
    const redis = await startCache(folder, cleanup);
    if (!redis) throw new Error("Redis was not started");
    const stop = new AbortController();
    const again = () => Promise.reject(new Error("no memory left"));
    const kept = keepRunning("Redis", redis, again, { signal: stop.signal, optional: true });
    process.kill(redis.pid, "SIGKILL");
    await vi.waitUntil(() => lines.some((line) => line.includes("no memory left")), PATIENCE);
    stop.abort();
    await expect(kept).resolves.toBeUndefined();
  });
});
