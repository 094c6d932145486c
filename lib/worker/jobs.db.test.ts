import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startApi } from "../../testing/api-server.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import type { Actor } from "../authz/guard/actor.ts";
import { requirePermission } from "../authz/guard/grant.ts";
import { searchDeadJobs } from "../operations/jobs/queries.ts";
import { retryJob } from "../operations/jobs/service.ts";
import { pool, withTenantSql } from "../platform/db.ts";
import { enqueue, type JobName } from "../platform/jobs.ts";
import { redis } from "../platform/redis.ts";
import { checkUptime } from "./business/check-uptime.ts";
import { warmCache } from "./business/warm-cache.ts";
import type { Job } from "./job.ts";
import { jobs } from "./registry.ts";
import { runWorker } from "./run-worker.ts";
import { sweepQueue } from "./sweep-queue.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let stopWorker: (() => Promise<void>) | undefined;

beforeAll(async () => {
  admin = await factory.createActor(await factory.createTenant());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stopWorker?.();
  stopWorker = undefined;
});

type Queued = { id: string; task: string; attempts: number; locked_by: string | null };

async function queue(): Promise<Queued[]> {
  const { rows } = await pool("worker").query<Queued>(
    `SELECT id::text, task_identifier AS task, attempts, locked_by FROM graphile_worker.jobs
     WHERE task_identifier = 'kpis.prune_facts' ORDER BY jobs.id`,
  );
  return rows;
}

const add = (name = "kpis.prune_facts" as const) =>
  withTenantSql(admin.tenantId, (sql) => enqueue(sql, admin.tenantId, name, {}));

const heartbeats = () =>
  factory.query<{ age: number; queue_workers: string[] }>(
    "SELECT extract(epoch FROM now() - beat_at)::float8 AS age, queue_workers FROM worker_heartbeats",
  );

const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("a declared job", () => {
  it("does not compile without its handler, or with a payload that is not its own", () => {
    // @ts-expect-error: a registry with a job missing; tsc fails when this line has no error.
    const incomplete = {} satisfies { [Name in JobName]: Job<Name> };
    // @ts-expect-error: no such job is declared.
    const unknown: JobName = "made.up";
    expect([incomplete, unknown]).toEqual([{}, "made.up"]);
  });
});

describe("enqueueing", () => {
  it("happens with the transaction, and not without it", async () => {
    const before = (await queue()).length;
    const rolledBack = withTenantSql(admin.tenantId, async (sql) => {
      await enqueue(sql, admin.tenantId, "kpis.prune_facts", {});
      throw new Error("changed my mind");
    });
    await expect(rolledBack).rejects.toThrow("changed my mind");
    expect(await queue()).toHaveLength(before);
    await add();
    expect(await queue()).toHaveLength(before + 1);
    await pool("worker").query("SELECT graphile_worker.complete_jobs(ARRAY[$1::bigint])", [
      (await queue()).at(-1)?.id,
    ]);
  });

  it("is refused for another tenant", async () => {
    const forged = withTenantSql(admin.tenantId, (sql) =>
      enqueue(sql, randomUUID(), "kpis.prune_facts", {}),
    );
    await expect(forged).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the worker", () => {
  it("runs a job again that has failed, and takes it off the queue when it has not", async () => {
    let runs = 0;
    vi.spyOn(jobs["kpis.prune_facts"], "run").mockImplementation(async () => {
      runs++;
      if (runs === 1) throw new Error("not yet");
    });
    await add();
    stopWorker = await runWorker();
    await vi.waitUntil(async () => (await queue()).some((job) => job.attempts === 1), {
      timeout: 10_000,
    });
    // The second attempt would come seconds later.
    await pool("worker").query("SELECT graphile_worker.reschedule_jobs(ARRAY[$1::bigint], now())", [
      (await queue())[0]?.id,
    ]);
    await vi.waitUntil(async () => (await queue()).length === 0, { timeout: 15_000 });
    expect(runs).toBe(2);
  });

  it("shows a job that failed for the last time, and runs it again when told to", async () => {
    const run = vi
      .spyOn(jobs["kpis.prune_facts"], "run")
      .mockRejectedValue(new Error("broken for good"));
    await add();
    await pool("worker").query(
      "SELECT graphile_worker.reschedule_jobs(ARRAY[$1::bigint], now(), NULL, NULL, 1)",
      [(await queue())[0]?.id],
    );
    stopWorker = await runWorker();
    const grant = await requirePermission(admin, "job.read");
    const dead = await vi.waitUntil(
      async () => (await searchDeadJobs(grant, { limit: 10 })).rows[0],
      { timeout: 15_000 },
    );
    expect(dead).toMatchObject({ task: "kpis.prune_facts", attempts: 1, retriedAt: null });
    expect(dead.lastError).toContain("broken for good");
    expect(await queue()).toEqual([]);
    run.mockResolvedValue(undefined);
    const runs = run.mock.calls.length;
    expect(await retryJob(admin, { jobId: dead.id })).toMatchObject({ ok: true });
    expect(await retryJob(admin, { jobId: dead.id })).toMatchObject({ ok: false });
    await vi.waitUntil(() => run.mock.calls.length === runs + 1, { timeout: 10_000 });
  });

  it("beats, so that others know it lives and which jobs it holds", async () => {
    const finish = Promise.withResolvers<void>();
    vi.spyOn(jobs["kpis.prune_facts"], "run").mockReturnValue(finish.promise);
    await add();
    stopWorker = await runWorker();
    const held = await vi.waitUntil(async () => (await queue()).find((job) => job.locked_by), {
      timeout: 10_000,
    });
    const [beat] = await heartbeats();
    expect(beat?.age).toBeLessThan(10);
    expect(beat?.queue_workers).toEqual([held.locked_by]);
    finish.resolve();
    await vi.waitUntil(async () => (await queue()).length === 0, { timeout: 10_000 });
  });

  it("goes on after an outage in which it could not write down how a job had ended", async () => {
    const connect = pool("worker").connect.bind(pool("worker")) as () => Promise<pg.PoolClient>;
    const outage = vi.spyOn(pool("worker"), "connect");
    const run = vi.spyOn(jobs["kpis.prune_facts"], "run").mockImplementation(async () => {
      outage.mockImplementation(((...callback: []) =>
        callback.length > 0 ? connect(...callback) : Promise.reject(refused)) as never);
      throw new Error("the database went away");
    });
    await add();
    stopWorker = await runWorker();
    await vi.waitUntil(() => run.mock.calls.length === 1, { timeout: 10_000 });
    const [before] = await heartbeats();
    outage.mockRestore();
    run.mockResolvedValue(undefined);
    await add();
    // The job of before stays with the queue that stopped, until its holder is known to be gone.
    await vi.waitUntil(
      async () => (await queue()).every((job) => job.locked_by === before?.queue_workers[0]),
      { timeout: 15_000 },
    );
    expect(run.mock.calls.length).toBe(2);
    await pool("worker").query("DELETE FROM graphile_worker._private_jobs");
  });
});

describe("sweeping the queue", () => {
  it("frees what a dead worker held, and leaves what a living one holds", async () => {
    await add();
    await add();
    const [first, second] = await queue();
    const hold = (id: string | undefined, worker: string) =>
      pool("worker").query(
        `UPDATE graphile_worker._private_jobs SET locked_by = $2, attempts = 1,
           locked_at = now() - interval '5 minutes' WHERE id = $1`,
        [id, worker],
      );
    await hold(first?.id, "worker-dead");
    await hold(second?.id, "worker-alive");
    await pool("worker").query(
      "INSERT INTO worker_heartbeats VALUES ('other', now(), ARRAY['worker-alive'])",
    );
    await sweepQueue.drain();
    expect((await queue()).map((job) => job.locked_by)).toEqual([null, "worker-alive"]);
    await pool("worker").query("DELETE FROM graphile_worker._private_jobs");
  });

  it("buries a dead job once, also when two sweep at once", async () => {
    await add();
    await pool("worker").query("UPDATE graphile_worker._private_jobs SET attempts = max_attempts");
    const before = await factory.query("SELECT id FROM dead_jobs");
    await Promise.all(Array.from({ length: 3 }, sweepQueue.drain));
    expect(await factory.query("SELECT id FROM dead_jobs")).toHaveLength(before.length + 1);
    expect(await queue()).toEqual([]);
  });
});

describe("checks and warming", () => {
  it("write down whether the installation answered, and why not", async () => {
    // A worker of the tests above may have checked in this very minute.
    await factory.query("DELETE FROM uptime_checks");
    const api = await startApi();
    const check = async (path: string) => {
      const { env } = await import("../platform/env.ts");
      vi.spyOn({ env }, "env");
      Object.assign(env(), { UPTIME_URL: path });
      await checkUptime.run({});
      const [row] = await factory.query<{ ok: boolean; reason: string | null }>(
        "SELECT ok, reason FROM uptime_checks ORDER BY minute DESC LIMIT 1",
      );
      return row;
    };
    expect(await check(`${api.url}/healthz`)).toEqual({ ok: true, reason: null });
    expect(await check(`${api.url}/nowhere`)).toEqual({
      ok: false,
      reason: "It answered with 404.",
    });
    await api.close();
    // A minute with one failed check stays a bad minute, with its first reason.
    expect(await check(`${api.url}/healthz`)).toMatchObject({ ok: false });
  });

  it("load what the first visitor would wait for", async () => {
    while (redis()?.status !== "ready") await sleep(10);
    expect(await warmCache()).toBe(1);
    const keys = await redis()?.keys(`gatehouse:cache:*${admin.tenantId}*`);
    expect(keys?.map((key) => key.split(":").at(-1)).sort()).toEqual(["snapshot", "tenant"]);
  });
});
