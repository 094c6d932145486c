import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ingestEvents } from "#lib/audit/ingestion/service";
import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import { withTenantSql } from "#lib/platform/db";
import { inProject } from "#local/project";
import { startNode } from "#testing/node-child";
import { type Bench, type Figure, figure, median, percentile } from "./benchmark.ts";
import { libEnvironment, logPath, startServices } from "./workbench.ts";

const ROUNDS = 20;
const PAUSE_MS = 170;
const POLL_MS = 10;
const PATIENCE_MS = 120_000;
/** Of one account from one address, which is what once cost the square of it. */
const ATTACK_EVENTS = 60_000;
const BATCH = 1_000;
/** How many batches of the attack wait all the time, while another tenant's alerts are timed. */
const AHEAD = 5;
/** More than an entry of a B-tree holds, and compresses badly. */
const POISON_LENGTH = 1_024;

type Failure = { account: string; ip: string; at: number };

/**
 * How long it takes from sending five failed log-ins until their alert is there: on a worker that has
 * nothing else to do, while another tenant sends an attack faster than it can be evaluated, and behind
 * events of the tenant's own whose texts no index could hold. Then, what one more event of the attack
 * costs forty minutes after it.
 */
export async function detection(bench: Bench): Promise<Figure[]> {
  bench.note("starting PostgreSQL, Redis and a worker");
  const services = await startServices(bench);
  const worker = startNode(
    inProject("worker.ts"),
    libEnvironment(services, "http://127.0.0.1"),
    logPath("worker"),
  );
  bench.cleanup.add("worker", worker.stop);
  const { factory } = services;
  const [quiet, hostile] = [
    await factory.createActor(await factory.createTenant()),
    await factory.createActor(await factory.createTenant()),
  ];
  await delayOf(bench, quiet);
  const alone = await delaysOf(bench, quiet, "alone");

  const measured = new AbortController();
  const sent = sendAttack(bench, hostile, measured.signal);
  await until(bench, async () => (await waitingEvents(hostile)) >= (AHEAD - 1) * BATCH);
  const beside = await delaysOf(bench, quiet, "beside an attack");
  measured.abort();
  await sent;
  const started = performance.now();
  const left = await waitingEvents(hostile);
  await untilEvaluated(bench, hostile);
  const rate = (left * 1000) / Math.max(1, performance.now() - started);
  bench.note(`${ATTACK_EVENTS.toLocaleString("en-US")} events of the attack are evaluated`);

  await send(hostile, [{ account: "ada", ip: "192.0.2.7", at: Date.now() + 40 * 60_000 }]);
  const late = performance.now();
  await untilEvaluated(bench, hostile);
  const lateMs = performance.now() - late;

  const poison = Array.from({ length: 5 }, () => ({
    account: randomCjk(POISON_LENGTH),
    ip: "192.0.2.8",
    at: Date.now(),
  }));
  await send(quiet, poison);
  const poisonedMs = await delayOf(bench, quiet);
  return [
    figure("detection.delayMs", "ms", median(alone)),
    figure("detection.hostile.delayMs", "ms", median(beside), median(alone)),
    figure("detection.hostile.p95DelayMs", "ms", percentile(beside, 0.95), percentile(alone, 0.95)),
    figure("detection.poisoned.delayMs", "ms", poisonedMs, median(alone)),
    figure("detection.attack.eventsPerSecond", "1/s", rate),
    figure("detection.attack.lateEventMs", "ms", lateMs, median(alone)),
  ];
}

async function delaysOf(bench: Bench, actor: Actor, how: string): Promise<number[]> {
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await sleep(PAUSE_MS, undefined, { signal: bench.signal });
    delays.push(await delayOf(bench, actor));
  }
  const told = [median(delays), Math.max(...delays)].map(Math.round);
  bench.note(`${how}: median and worst delay of ${ROUNDS} alerts ${told.join(", ")} ms`);
  return delays;
}

/** Milliseconds until five failures of an account that nobody knows have raised an alert. */
async function delayOf(bench: Bench, actor: Actor): Promise<number> {
  const account = randomUUID();
  const started = performance.now();
  await send(
    actor,
    Array.from({ length: 5 }, () => ({ account, ip: "192.0.2.9", at: Date.now() })),
  );
  const isRaised = async () => {
    const found = await withTenantSql(actor.tenantId, (sql) =>
      sql("SELECT 1 FROM alerts WHERE tenant_id = $1 AND group_value LIKE $2", [
        actor.tenantId,
        `${account}%`,
      ]),
    );
    return found.length > 0;
  };
  await until(bench, isRaised);
  return performance.now() - started;
}

/**
 * Sends the whole attack: until the signal is aborted no faster than keeps some of it waiting, so that
 * sending, which this process does, is not what others wait for.
 */
async function sendAttack(bench: Bench, actor: Actor, measured: AbortSignal): Promise<void> {
  const began = Date.now();
  for (let sent = 0; sent < ATTACK_EVENTS; sent += BATCH) {
    bench.signal.throwIfAborted();
    while (!measured.aborted && (await waitingEvents(actor)) >= AHEAD * BATCH) await sleep(POLL_MS);
    const batch = Array.from({ length: BATCH }, (_, i) => ({
      account: "ada",
      ip: "192.0.2.7",
      at: began + (sent + i) * 10,
    }));
    await send(actor, batch);
  }
}

async function send(actor: Actor, failures: readonly Failure[]): Promise<void> {
  const grant = await requirePermission(actor, "audit.record");
  const items = failures.map(({ account, ip, at }, index) => ({
    index,
    item: {
      id: randomUUID(),
      occurredAt: new Date(at).toISOString(),
      action: "user.login_failed",
      outcome: "failure",
      source: "crm",
      target: { type: "account", id: account },
      sourceIp: ip,
    },
  }));
  const { accepted } = await ingestEvents(grant, items);
  if (accepted !== failures.length) throw new Error(`${accepted} events were taken`);
}

/** Events of a tenant that are not evaluated yet, as the worker sees them. */
async function waitingEvents({ tenantId }: Actor): Promise<number> {
  const [row] = await withTenantSql(
    tenantId,
    (sql) =>
      sql<{ count: number }>(
        `SELECT coalesce(sum(cardinality(event_ids)), 0)::int AS count FROM audit_arrivals
         WHERE tenant_id = $1`,
        [tenantId],
      ),
    "worker",
  );
  return row?.count ?? 0;
}

function untilEvaluated(bench: Bench, actor: Actor): Promise<void> {
  return until(bench, async () => (await waitingEvents(actor)) === 0);
}

async function until(bench: Bench, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error("detection does not come to it");
    await sleep(POLL_MS, undefined, { signal: bench.signal });
  }
}

function randomCjk(length: number): string {
  const character = () => String.fromCharCode(0x4e00 + Math.floor(Math.random() * 20_000));
  return Array.from({ length }, character).join("");
}
