import { join } from "node:path";
import { migrate } from "#lib/platform/migrate";
import { startApiProcess } from "#lib/testing/node-child";
import type { Environment } from "#scripts/children";
import { type DatabaseUrls, prepareDatabase } from "#scripts/embedded/database";
import { discardServices } from "#scripts/embedded/discard";
import { freePort } from "#scripts/embedded/ports";
import { startPostgres } from "#scripts/embedded/postgres";
import { urlAs } from "#scripts/embedded/urls";
import { acquireLock } from "#scripts/launch/lock";
import { dataFolder } from "#scripts/project";
import type { Bench } from "./benchmark.ts";

const DATABASE = "gatehouse";

export type BenchDatabase = DatabaseUrls & { readonly superuserUrl: string };

const dataDir = () => join(dataFolder(), "bench");

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

/** Serves the API from a process of its own, as in production. @returns its address. */
export async function startApi(bench: Bench, database: DatabaseUrls): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env: Environment = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: database.appUrl,
    DATABASE_SEARCH_URL: database.searchUrl,
    DATABASE_DIRECT_URL: database.workerUrl,
    REDIS_URL: "",
    AUTH_SECRET: "a secret of the benchmark, at least 32 characters",
    // For profiles: BENCH_API_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=/tmp/profile"
    NODE_OPTIONS: process.env.BENCH_API_NODE_OPTIONS ?? "",
  };
  const api = startApiProcess(env, join(dataDir(), "logs", "api.log"));
  bench.cleanup.add("API", api.stop);
  await api.listening;
  return url;
}
