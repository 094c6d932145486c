import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerMessage } from "#lib/api/realtime/schema";
import { announce } from "#lib/platform/announce";
import { withTenantSql } from "#lib/platform/db";
import { env } from "#lib/platform/env";
import type { Factory } from "#testing/factories";
import { type Bench, type Figure, figure, median, percentile } from "./benchmark.ts";
import { OpenPages } from "./open-pages.ts";
import { startApi, startServices } from "./workbench.ts";

const CLIENTS = 1_000;
const PEOPLE = 20;
/** Open before memory is read for the first time, so that code and pools are not counted. */
const FIRST_CLIENTS = 20;
const WARM_UP_ROUNDS = 5;
const ROUNDS = 15;
/** Not a multiple of any period of the server's: the rounds meet its timers at different times. */
const PAUSE_MS = 730;

/**
 * How long it takes from a failed log-in until the last of many open pages has its new figure: the
 * row is written, and announced over Redis, by this process, as the worker would. The pages are
 * this process's, too, and share the machine with the one server process that they are open at.
 */
export async function realtime(bench: Bench): Promise<Figure[]> {
  bench.note("starting PostgreSQL, Redis and the API");
  const services = await startServices(bench);
  const url = await startApi(bench, services);
  const { tenantId, tokens } = await signInPeople(services.factory);
  const pages = new OpenPages(url, tokens);
  bench.cleanup.add("pages", () => pages.close());
  await pages.openUpTo(FIRST_CLIENTS);
  let failures = 0;
  for (; failures < WARM_UP_ROUNDS; failures++) await measureRound(pages, tenantId, failures + 1);
  const bytesBefore = await readMetric(url, "process_resident_memory_bytes");
  bench.note(`opening ${CLIENTS} pages`);
  await pages.openUpTo(CLIENTS);
  const lastMs: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await sleep(PAUSE_MS, undefined, { signal: bench.signal });
    const tookMs = await measureRound(pages, tenantId, ++failures);
    lastMs.push(Math.max(...tookMs));
    const told = [percentile(tookMs, 0), median(tookMs), Math.max(...tookMs)].map(Math.round);
    bench.note(`round ${round} of ${ROUNDS}: first, median and last page ${told.join(", ")} ms`);
  }
  const bytes = (await readMetric(url, "process_resident_memory_bytes")) - bytesBefore;
  return [
    figure("realtime.clients", "1", await readMetric(url, "gatehouse_realtime_clients")),
    figure("realtime.fanoutMs", "ms", median(lastMs)),
    figure("realtime.fanoutWorstMs", "ms", Math.max(...lastMs)),
    figure("realtime.memoryPerSocketKb", "kB", bytes / 1024 / (CLIENTS - FIRST_CLIENTS)),
  ];
}

async function signInPeople(factory: Factory): Promise<{ tenantId: string; tokens: string[] }> {
  const tenantId = await factory.createTenant();
  const tokens: string[] = [];
  for (let person = 0; person < PEOPLE; person++) {
    const { id } = await factory.createUser(tenantId);
    tokens.push((await factory.createSession(tenantId, id)).token);
  }
  return { tenantId, tokens };
}

/** Makes it so many failed log-ins; how long each page took to say so, from before the change. */
async function measureRound(
  pages: OpenPages,
  tenantId: string,
  failures: number,
): Promise<number[]> {
  const started = performance.now();
  const [cameAt] = await Promise.all([
    pages.allGet((message) => isUpdateTo(message, failures)),
    recordFailedLogIn(tenantId),
  ]);
  return cameAt.map((at) => at - started);
}

function isUpdateTo(message: ServerMessage, failures: number): boolean {
  if (message.type !== "update") return false;
  return message.kpis.some(({ id, value }) => id === "failed_log_ins" && value === failures);
}

async function recordFailedLogIn(tenantId: string): Promise<void> {
  await withTenantSql(
    tenantId,
    (sql) =>
      sql(
        `INSERT INTO rule_matches (tenant_id, rule_id, group_by, event_id, group_value, occurred_at)
         VALUES ($1, 'failed_log_ins', 'account', $2, 'ada@example.com', now())`,
        [tenantId, randomUUID()],
      ),
    "worker",
  );
  await announce(tenantId, "kpis");
}

async function readMetric(url: string, name: string): Promise<number> {
  const headers = { Authorization: `Bearer ${env().METRICS_TOKEN}` };
  const response = await fetch(`${url}/metrics`, { headers });
  const value = new RegExp(`^${name} (\\S+)$`, "m").exec(await response.text())?.[1];
  if (value === undefined) throw new Error(`/metrics says nothing of ${name}`);
  return Number(value);
}
