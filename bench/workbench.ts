import { once } from "node:events";
import { join } from "node:path";
import { closeDatabase } from "#lib/platform/db";
import { migrate } from "#lib/platform/migrate";
import { closeRedis, redis } from "#lib/platform/redis";
import type { Environment } from "#local/children";
import { type DatabaseUrls, prepareDatabase } from "#local/embedded/database";
import { discardServices } from "#local/embedded/discard";
import { freePort } from "#local/embedded/ports";
import { startPostgres } from "#local/embedded/postgres";
import { startRedis } from "#local/embedded/redis";
import { urlAs } from "#local/embedded/urls";
import { acquireLock } from "#local/launch/lock";
import { startServer, waitUntilReady } from "#local/launch/server";
import { dataFolder, inProject } from "#local/project";
import { Refusal } from "#local/refusal";
import { Factory } from "#testing/factories";
import { startNode } from "#testing/node-child";
import type { Bench } from "./benchmark.ts";

const DATABASE = "gatehouse";

export type BenchDatabase = DatabaseUrls & { readonly superuserUrl: string };
/** What a server of Gatehouse needs to run. Without Redis its address is empty. */
export type Services = { readonly database: DatabaseUrls; readonly redisUrl: string };
export type BenchServices = Services & { readonly factory: Factory };

const dataDir = () => join(dataFolder(), "bench");
/** Where what a process of the benchmark says is kept while it runs. */
export const logPath = (name: string) => join(dataDir(), "logs", `${name}.log`);

/**
 * A migrated database on a PostgreSQL of the benchmark's own, as crash-safe as a production one.
 * It is deleted afterwards; what an earlier run left that was killed is deleted first.
 */
export async function startDatabase({ cleanup, signal }: Bench): Promise<BenchDatabase> {
  const holder = "Another benchmark is running in this checkout";
  const lock = await acquireLock(join(dataFolder(), "bench.lock"), holder);
  cleanup.add("lock", lock.release);
  const discard = () => discardServices(dataDir());
  await discard();
  cleanup.add("bench folder", discard);
  const { superuserUrl } = await startPostgres({ dataDir: dataDir(), durable: true, signal });
  const urls = await prepareDatabase({ superuserUrl, database: DATABASE });
  await migrate(urls.ownerUrl);
  const { username, password } = new URL(superuserUrl);
  return { ...urls, superuserUrl: urlAs(superuserUrl, username, password, DATABASE) };
}

/**
 * A database as `startDatabase` makes it, and a Redis. Code of lib/ that runs in this process works
 * on them, too: sessions can be made, and messages sent.
 */
export async function startServices(bench: Bench): Promise<BenchServices> {
  const database = await startDatabase(bench);
  const started = await startRedis({ dataDir: dataDir() });
  if (!started) throw new Refusal("This benchmark needs redis-server.", "Install Redis first.");
  const services = { database, redisUrl: started.url };
  Object.assign(process.env, libEnvironment(services, "http://127.0.0.1"));
  bench.cleanup.add("own connections", async () => {
    closeRedis();
    await closeDatabase();
  });
  const client = redis();
  if (client && client.status !== "ready") await once(client, "ready");
  return { ...services, factory: new Factory(() => database.ownerUrl) };
}

/** Serves the API, and whatever else `script` does, from a process of its own, as in production. @returns its address. */
export async function startApi(
  bench: Bench,
  services: Services,
  script = inProject("testing", "api-process.ts"),
): Promise<string> {
  const { url, environment } = await serverEnvironment(services);
  const child = startNode(
    script,
    // For profiles: BENCH_API_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=/tmp/profile"
    { ...environment, NODE_OPTIONS: process.env.BENCH_API_NODE_OPTIONS ?? "" },
    logPath("api"),
  );
  bench.cleanup.add("API", child.stop);
  await child.listening;
  return url;
}

/** Serves everything, pages and background jobs as well, as `npm run quickstart` does. */
export async function startPortal(bench: Bench, services: Services): Promise<string> {
  const { url, environment } = await serverEnvironment(services);
  const server = startServer({ ...environment, GATEHOUSE_EMBEDDED_WORKER: "1" }, logPath("server"));
  bench.cleanup.add("server", server.stop);
  await waitUntilReady(server, url, bench.signal);
  return url;
}

async function serverEnvironment(
  services: Services,
): Promise<{ url: string; environment: Environment }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...libEnvironment(services, url), HOST: "127.0.0.1", PORT: String(port) };
  return { url, environment };
}

/** What a process that loads lib needs to work on the services. */
export function libEnvironment({ database, redisUrl }: Services, publicUrl: string): Environment {
  return {
    METRICS_TOKEN: "a token of the benchmarks",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PUBLIC_URL: publicUrl,
    DATABASE_URL: database.appUrl,
    DATABASE_SEARCH_URL: database.searchUrl,
    DATABASE_DIRECT_URL: database.workerUrl,
    REDIS_URL: redisUrl,
    AUTH_SECRET: "a secret of the benchmark, at least 32 characters",
  };
}
