// `npm run quickstart` and `npm run dev` on Node 24: everything that Gatehouse needs, started in order
// and stopped in reverse order.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../local/children.ts";
import { Cleanup, stopRequest } from "../local/cleanup.ts";
import { isPortFree, PortTaken } from "../local/embedded/ports.ts";
import {
  type EmbeddedPostgres,
  type PostgresOptions,
  removePostgres,
  startPostgres,
} from "../local/embedded/postgres.ts";
import { type EmbeddedRedis, stopLeftover } from "../local/embedded/redis.ts";
import { ensureSecret } from "../local/embedded/secrets.ts";
import { requireDiskSpace } from "../local/files.ts";
import { build, isBuilt } from "../local/launch/build.ts";
import { checkPages } from "../local/launch/check.ts";
import { type Login, prepareEmbedded, prepareExternal } from "../local/launch/database.ts";
import { acquireLock, type Lock } from "../local/launch/lock.ts";
import { secondsSince, step } from "../local/launch/progress.ts";
import { startServer, waitUntilReady } from "../local/launch/server.ts";
import { keepRunning, restartCache, startCache, startDatabase } from "../local/launch/services.ts";
import { readSettings, type Settings } from "../local/launch/settings.ts";
import { followSources, serverSources } from "../local/launch/sources.ts";
import { describeFailure } from "../local/refusal.ts";

type Launch = { settings: Settings; cleanup: Cleanup; signal: AbortSignal; started: number };

async function launch(context: Launch): Promise<void> {
  const { settings, cleanup, signal } = context;
  const { dataDir, url } = settings;
  const lock = await acquireLock(
    settings.lockPath,
    `Gatehouse is already running on this data folder, at ${url}`,
    "Stop it with Ctrl-C first, or start a second one with GATEHOUSE_DATA_DIR=… GATEHOUSE_PORT=…",
  );
  cleanup.add("lock", lock.release);
  if (settings.check) {
    await discard(dataDir);
    cleanup.add("temporary data folder", () => discard(dataDir));
  }
  await requirePort(settings.port);
  mkdirSync(dataDir, { recursive: true });
  requireDiskSpace(dataDir);

  const options = { dataDir, durable: true, signal };
  const isExternal = Boolean(process.env.DATABASE_URL);
  const postgres = isExternal ? null : await startDatabase(options, cleanup);
  const redis = process.env.REDIS_URL ? null : await startCache(dataDir, cleanup);
  const environment = serverEnvironment(settings, process.env.REDIS_URL || redis?.url);
  const { databases, logins } = postgres
    ? await prepareEmbedded({ superuserUrl: postgres.superuserUrl, dataDir, environment, signal })
    : await prepareExternal(environment, signal);
  if (!settings.dev && !isBuilt()) {
    await step("Pages built", () => build(signal), "Building the pages (about a minute)");
  }
  signal.throwIfAborted();

  const server = await serve(context, lock, { ...environment, ...databases });
  if (settings.check) return checkPages(url, logins, signal);
  printWelcome(context, logins);
  const finished = new AbortController();
  const until = AbortSignal.any([signal, finished.signal]);
  const watch = watchServices({ dataDir, durable: true, signal: until }, postgres, redis);
  // In development a server that has ended starts again with the next change of its sources.
  const end = settings.dev ? followSources(serverSources, until, server.restart) : server.ended;
  try {
    const refusal = await Promise.race([end, watch]);
    if (refusal) throw refusal;
  } finally {
    // Nothing may be started again while everything is being stopped.
    finished.abort();
    await Promise.allSettled([watch, settings.dev ? end : undefined]);
  }
}

/** Starts again whatever of ours ends by itself, until the signal is aborted. */
async function watchServices(
  options: PostgresOptions & { signal: AbortSignal },
  postgres: EmbeddedPostgres | null,
  redis: EmbeddedRedis | null,
): Promise<void> {
  const { signal, dataDir } = options;
  const database = (port: number) => startPostgres({ ...options, port });
  const cache = (port: number) => restartCache(dataDir, port);
  await Promise.all([
    aborted(signal),
    postgres && keepRunning("PostgreSQL", postgres, database, { signal }),
    redis && keepRunning("Redis", redis, cache, { signal, optional: true }),
  ]);
}

async function serve({ settings, cleanup, signal }: Launch, lock: Lock, environment: Environment) {
  await requirePort(settings.port);
  const start = () => {
    const started = startServer(
      // The server never needs the owner's rights, so it does not get them.
      { ...environment, DATABASE_OWNER_URL: undefined },
      join(settings.dataDir, "logs", "server.log"),
      settings.dev,
    );
    lock.noteServer(started.pid);
    return started;
  };
  let server = start();
  cleanup.add("server", () => server.stop());
  await step("Server ready", () => waitUntilReady(server, settings.url, signal));
  const restart = async () => {
    console.log("… lib has changed: the server starts again");
    await server.stop();
    server = start();
  };
  return { ended: server.ended, restart };
}

function serverEnvironment(settings: Settings, redisUrl: string | undefined): Environment {
  const isOwnAddress = settings.check || !process.env.PUBLIC_URL;
  const publicUrl = isOwnAddress ? settings.url : process.env.PUBLIC_URL;
  return {
    NODE_ENV: settings.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    HOST: "127.0.0.1",
    PORT: String(settings.port),
    PUBLIC_URL: publicUrl,
    NEXTAUTH_URL: publicUrl,
    REDIS_URL: redisUrl,
    AUTH_SECRET: process.env.AUTH_SECRET || ensureSecret(settings.dataDir, "authSecret"),
    GATEHOUSE_EMBEDDED_WORKER: "1",
    LOG_LEVEL: process.env.LOG_LEVEL || "info",
  };
}

async function requirePort(port: number): Promise<void> {
  if (await isPortFree(port)) return;
  throw new PortTaken(port, "the portal", "Choose another: GATEHOUSE_PORT=3001 npm run quickstart");
}

async function discard(dataDir: string): Promise<void> {
  await stopLeftover(dataDir);
  await removePostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

function printWelcome({ settings, started }: Launch, logins: Login[]): void {
  console.log(`\nGatehouse is running at ${settings.url} (after ${secondsSince(started)})\n`);
  const width = Math.max(...logins.map(({ role }) => role.length));
  const emailWidth = Math.max(...logins.map(({ email }) => email.length));
  for (const { role, email, password } of logins) {
    console.log(`  ${role.padEnd(width)}  ${email.padEnd(emailWidth)}  ${password}`);
  }
  const logs = settings.dev
    ? "Pages follow each change of their sources; the server starts again when lib changes."
    : `Logs: ${join(settings.dataDir, "logs")}.`;
  console.log(`\n${logs} Ctrl-C stops everything.`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function main(): Promise<number> {
  const started = Date.now();
  const signal = stopRequest();
  const cleanup = new Cleanup();
  let code = 0;
  try {
    const settings = await readSettings(process.argv.slice(2), process.env);
    await launch({ settings, cleanup, signal, started });
  } catch (error) {
    if (!signal.aborted) {
      console.error(describeFailure(error));
      code = 1;
    }
  }
  if (signal.aborted) console.log("\nStopping …");
  await cleanup.run();
  if (signal.aborted) console.log("Stopped.");
  return code;
}

process.exit(await main());
