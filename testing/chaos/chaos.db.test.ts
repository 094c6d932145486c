import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Random } from "#lib/core/random";
import { PAIR_ATTEMPTS } from "../../lib/identity/credentials/limits.ts";
import { logIn } from "../../lib/identity/login/service.ts";
import { closeDatabase } from "../../lib/platform/db.ts";
import { closeRedis, redis } from "../../lib/platform/redis.ts";
import { Cleanup } from "../../local/cleanup.ts";
import { Factory } from "../factories.ts";
import { askOnce, findFaults } from "./records.ts";
import { ChaosSender, EVENTS_PER_BATCH } from "./sender.ts";
import { type ChaosSystem, startChaosSystem, type Victim, victims } from "./system.ts";
import { until } from "./until.ts";

const KILLS_EACH = 2;
/** What was made of the events, beside what can be counted in them. */
const evaluationSql = `
  SELECT
    (SELECT sum(event_count)::int FROM user_activity) AS counted,
    (SELECT count(*)::int FROM audit_events
     WHERE actor_type = 'user' AND actor_id IS NOT NULL AND outcome = 'success') AS happened,
    (SELECT count(*)::int FROM rule_matches WHERE group_by = 'account') AS matched,
    (SELECT count(*)::int FROM audit_events WHERE action = 'session.create_failed') AS failed,
    (SELECT count(*)::int FROM alerts WHERE group_by = 'account') AS alerts,
    (SELECT count(*)::int FROM alerts a WHERE event_count <> (
       SELECT count(*) FROM rule_matches m WHERE m.alert_id = a.id)) AS unlike`;
/** What makes the moment of a kill, and of coming back, a random one. */
const LONGEST_PAUSE_MS = 200;
/** It takes half a minute; a machine with a lot to do may need longer. */
const TIMEOUT_MS = 120_000;

const seed = process.env.CHAOS_SEED ?? randomUUID().slice(0, 8);
const random = new Random(`chaos ${seed}`);
const cleanup = new Cleanup();
let system: ChaosSystem;
let factory: Factory;
let sender: ChaosSender;
let tenantId: string;

beforeAll(async () => {
  console.log(`The same order of events again: CHAOS_SEED=${seed}`);
  system = await startChaosSystem(random, cleanup);
  // Log-in has no route of the API: this process does it, on the same database and Redis.
  Object.assign(process.env, system.env, { LOG_LEVEL: "silent" });
  cleanup.add("connections", async () => {
    await closeDatabase();
    closeRedis();
  });
  factory = new Factory(() => system.urls.ownerUrl);
  tenantId = await factory.createTenant();
  const { key } = await factory.createKey(tenantId, ["audit.record"]);
  sender = new ChaosSender(system.url, key);
  cleanup.add("sender", () => sender.abandon());
});
afterAll(() => cleanup.run());

const pause = () => sleep(random.int(0, LONGEST_PAUSE_MS));

it(
  "loses and doubles no acknowledged event, whoever is killed while events come in",
  async () => {
    await Promise.race([system.mishap, surviveEverything()]);
    console.log(`${sender.acknowledged.length} batches acknowledged, ${sender.retries} retries`);
  },
  TIMEOUT_MS,
);

async function surviveEverything(): Promise<void> {
  const blows = victims.flatMap((victim) =>
    Array.from({ length: KILLS_EACH }, () => ({ victim, at: random.next() })),
  );
  for (const { victim } of blows.sort((a, b) => a.at - b.at)) await strike(victim);
  await strikeAll();
  await sender.stop();
  expect(sender.retries).toBeGreaterThan(0);
  await requireNoFaults();
  await requireEachEvaluatedOnce();
  await until("the server is ready", async () => (await readiness()).status === 200);
  await until("Redis is used again", async () => (await readiness()).redis === "up");
  await system.waitForHeartbeat();
}

async function strike(victim: Victim): Promise<void> {
  await sender.progress(random.int(1, 10));
  await pause();
  await system.parts[victim].kill();
  if (victim === "postgres") {
    await until("the server is not ready", async () => (await readiness()).status === 503);
  } else if (victim === "redis") {
    await sender.progress(5);
    await requireLogInWithoutRedis();
  }
  await pause();
  await system.parts[victim].revive();
  await sender.progress(1);
  if (victim === "postgres" || victim === "backend") await requireWorkingWorker();
  await requireNoFaults();
}

async function strikeAll(): Promise<void> {
  await sender.progress(1);
  await pause();
  const { server, worker, postgres, redis } = system.parts;
  await Promise.all([server.kill(), worker.kill(), postgres.kill(), redis.kill()]);
  await Promise.all([server.revive(), postgres.revive(), redis.revive()]);
  // A worker that starts without a database ends, for its supervisor to start it again.
  await worker.revive();
  await sender.progress(3);
}

async function requireNoFaults(): Promise<void> {
  const acknowledged = [...sender.acknowledged];
  const faults = await findFaults(system.urls.superuserUrl, acknowledged, EVENTS_PER_BATCH);
  expect(faults).toEqual({ lost: [], partial: [], doubled: 0, unmatched: 0, damaged: 0 });
}

/** Detection and KPIs have seen every event, and none of them twice. */
async function requireEachEvaluatedOnce(): Promise<void> {
  const { superuserUrl } = system.urls;
  await until("every event is evaluated", async () => {
    return (await askOnce(superuserUrl, "SELECT 1 FROM audit_arrivals LIMIT 1")).length === 0;
  });
  const [sums] = await askOnce<Record<string, number>>(superuserUrl, evaluationSql);
  expect(sums).toMatchObject({ alerts: KILLS_EACH, unlike: 0 });
  expect(sums).toEqual({ ...sums, counted: sums?.happened, matched: sums?.failed });
}

/** The worker that was there before takes a job: it has found its way back to the database. */
async function requireWorkingWorker(): Promise<void> {
  const { workerUrl } = system.urls;
  const add = "SELECT id FROM graphile_worker.add_job('access.flush_denials')";
  const [job] = await askOnce<{ id: string }>(workerUrl, add);
  const find = "SELECT 1 FROM graphile_worker.jobs WHERE id = $1";
  await until("the worker does a job", async () => {
    return (await askOnce(workerUrl, find, [job?.id])).length === 0;
  });
}

/** Whoever has the right password gets in, and whoever guesses is stopped all the same. */
async function requireLogInWithoutRedis(): Promise<void> {
  await until("the loss of Redis is noticed", () => redis()?.status !== "ready");
  const password = "vellum teapot ironing giraffe";
  const { email } = await factory.createUser(tenantId, { password });
  const from = { requestId: randomUUID(), ip: "192.0.2.10", userAgent: "test" };
  await expect(logIn({ email, password }, from)).resolves.toMatchObject({ tenantId });
  for (let attempt = 1; attempt <= PAIR_ATTEMPTS; attempt++) {
    const wrong = logIn({ email, password: "wrong" }, from);
    await expect(wrong).rejects.toMatchObject({ code: "unauthenticated" });
  }
  const limited = logIn({ email, password }, from);
  await expect(limited).rejects.toMatchObject({ code: "rate_limited" });
}

async function readiness(): Promise<{ status: number; redis: string }> {
  const response = await fetch(`${system.url}/readyz`);
  const body = (await response.json()) as { redis: string };
  return { status: response.status, redis: body.redis };
}
