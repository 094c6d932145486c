import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRunning, processIdentity } from "../processes.ts";
import { onPath, startRedis, stopLeftover } from "./redis.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-redis-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe.runIf(onPath("redis-server"))("startRedis", () => {
  it("ends the one that a killed launcher left before it starts another", async () => {
    const first = await startRedis({ dataDir: folder });
    const second = await startRedis({ dataDir: folder });
    expect(first?.isRunning()).toBe(false);
    expect(second?.isRunning()).toBe(true);
    await second?.stop();
    expect(second?.isRunning()).toBe(false);
  });
});

it("never ends a process that is no redis-server", async () => {
  const record = { pid: process.pid, port: 1, identity: processIdentity(process.pid) };
  writeFileSync(join(folder, "redis.json"), JSON.stringify(record));
  await stopLeftover(folder);
  expect(isRunning(process.pid)).toBe(true);
});
