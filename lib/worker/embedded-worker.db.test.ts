import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { inProject } from "../../local/project.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { startNode } from "../../testing/node-child.ts";
import { recordEvents } from "../events/record.ts";
import { subscribe } from "../platform/bus.ts";
import { withTenantSql } from "../platform/db.ts";
import { startEmbeddedWorker } from "./embedded-worker.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const patience = { timeout: 60_000, interval: 200 };
let stop: (() => Promise<void>) | undefined;

afterEach(async () => {
  await stop?.();
  stop = undefined;
});

/** The process ids of the workers that have beaten. */
async function workers(): Promise<number[]> {
  const rows = await factory.query<{ worker_id: string }>(
    "SELECT worker_id FROM worker_heartbeats",
  );
  return rows.map(({ worker_id }) => Number(worker_id.split(":").at(-1)));
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it("is a process of its own that is started again when it ends, and tells this one without Redis", async () => {
  vi.stubEnv("REDIS_URL", "");
  stop = startEmbeddedWorker(inProject("worker.ts"));
  const first = await vi.waitUntil(async () => (await workers())[0], patience);
  expect(first).not.toBe(process.pid);
  process.kill(first, "SIGKILL");
  const second = await vi.waitUntil(
    async () => (await workers()).find((pid) => pid !== first),
    patience,
  );

  const heard: string[] = [];
  const unsubscribe = subscribe(
    ({ tenantId }) => heard.push(tenantId),
    () => undefined,
  );
  const tenantId = await factory.createTenant();
  const origin = {
    kind: "system" as const,
    id: null,
    name: "Test",
    request: { requestId: null, ip: null, userAgent: null },
  };
  await withTenantSql(tenantId, (sql) =>
    recordEvents(sql, tenantId, origin, [{ action: "tenant.created" }]),
  );
  await vi.waitUntil(() => heard.includes(tenantId), patience);
  unsubscribe();
  await stop();
  stop = undefined;
  expect(lives(second)).toBe(false);
  vi.unstubAllEnvs();
}, 150_000);

it("ends with the server that started it, also when that is killed", async () => {
  await factory.query("DELETE FROM worker_heartbeats");
  const server = startNode(
    inProject("testing", "embedded-worker-process.ts"),
    process.env,
    join(tmpdir(), `embedded-worker-${process.pid}.log`),
  );
  await server.listening;
  const worker = await vi.waitUntil(async () => (await workers())[0], patience);
  expect(lives(worker)).toBe(true);
  process.kill(server.pid, "SIGKILL");
  expect(await server.ended).toBeNull();
  await vi.waitUntil(() => !lives(worker), patience);
}, 150_000);
