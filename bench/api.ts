import { kpiSnapshot } from "#lib/business/kpis/schema";
import { sessionCookie } from "#lib/identity/credentials/session-cookie";
import { inProject } from "#local/project";
import type { Factory } from "#testing/factories";
import { type Bench, type Figure, figure, median } from "./benchmark.ts";
import { type Load, type LoadResult, startLoadGenerator } from "./load.ts";
import { measureOverview } from "./overview.ts";
import { type BenchServices, startApi, startServices } from "./workbench.ts";

const CONNECTIONS = 48;
const WARM_UP_MS = 2_000;
const ROUND_MS = 3_000;
const ROUNDS = 5;

type Request = Pick<Load, "url" | "headers">;
/** In the order in which they take turns. */
const ways = ["hello", "snapshot", "session"] as const;
type Way = (typeof ways)[number];
type Results = Record<Way, LoadResult[]>;

/** How fast the machine API answers, and then, on a server of its own, the overview page. */
export async function api(bench: Bench): Promise<Figure[]> {
  bench.note("starting PostgreSQL, Redis and the API");
  const services = await startServices(bench);
  return [...(await measureSnapshot(bench, services)), ...(await measureOverview(bench, services))];
}

/**
 * GET /api/v1/kpis/snapshot, with an API key and with a session cookie, beside a Hono route that
 * only says hello on the same port: the three alternate.
 */
async function measureSnapshot(bench: Bench, services: BenchServices): Promise<Figure[]> {
  const url = await startApi(bench, services, inProject("bench", "api-process.ts"));
  const requests = await prepareRequests(services.factory, url);
  bench.note(`the snapshot has ${await readSnapshot(requests.snapshot)} characters`);
  await readSnapshot(requests.session);
  const load = startLoadGenerator(bench);
  const send = (way: Way, forMs: number) =>
    load({ ...requests[way], connections: CONNECTIONS, forMs });
  for (const way of ways) await send(way, WARM_UP_MS);
  const results: Results = { hello: [], snapshot: [], session: [] };
  for (let round = 1; round <= ROUNDS; round++) {
    const told: string[] = [];
    for (const way of ways) {
      bench.signal.throwIfAborted();
      const result = await send(way, ROUND_MS);
      results[way].push(result);
      told.push(`${way} ${Math.round(result.perSecond).toLocaleString("en-US")}/s`);
    }
    bench.note(`round ${round} of ${ROUNDS}: ${told.join(", ")}`);
  }
  noteGenerator(bench, results);
  return figuresOf(results);
}

async function prepareRequests(factory: Factory, url: string): Promise<Record<Way, Request>> {
  const tenantId = await factory.createTenant();
  const { key } = await factory.createKey(tenantId, ["kpi.product.read", "kpi.security.read"]);
  const user = await factory.createUser(tenantId);
  const { token } = await factory.createSession(tenantId, user.id);
  const snapshot = `${url}/api/v1/kpis/snapshot`;
  return {
    hello: { url: `${url}/hello`, headers: {} },
    snapshot: { url: snapshot, headers: { Authorization: `Bearer ${key}` } },
    session: { url: snapshot, headers: { Cookie: `${sessionCookie().name}=${token}` } },
  };
}

/** Reads the snapshot once, to see that there is something in it. @returns its length. */
async function readSnapshot({ url, headers }: Request): Promise<number> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`The API answered with ${response.status}: ${text}`);
  if (kpiSnapshot.parse(JSON.parse(text)).kpis.length === 0) throw new Error("No KPIs came");
  return text.length;
}

function noteGenerator(bench: Bench, results: Results): void {
  const shares = Object.entries(results).map(
    ([way, rounds]) => `${way} ${median(rounds.map((round) => round.ownCpu)).toFixed(2)}`,
  );
  bench.note(`cores that the load generator took: ${shares.join(", ")}`);
}

function figuresOf(results: Results): Figure[] {
  const rate = (way: Way) => median(results[way].map((round) => round.perSecond));
  const p95 = (way: Way) => median(results[way].map((round) => round.p95Ms));
  return [
    figure("api.snapshot.rps", "1/s", rate("snapshot"), rate("hello")),
    figure("api.snapshot.p95Ms", "ms", p95("snapshot"), p95("hello")),
    figure("api.session.rps", "1/s", rate("session"), rate("hello")),
  ];
}
