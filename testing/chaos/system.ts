import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Random } from "#lib/core/random";
import { migrate } from "../../lib/platform/migrate.ts";
import { childEnvironment } from "../../local/children.ts";
import type { Cleanup } from "../../local/cleanup.ts";
import { type DatabaseUrls, prepareDatabase } from "../../local/embedded/database.ts";
import { isPortFree } from "../../local/embedded/ports.ts";
import { startPostgres } from "../../local/embedded/postgres.ts";
import { startRedis } from "../../local/embedded/redis.ts";
import { urlAs } from "../../local/embedded/urls.ts";
import { inProject } from "../../local/project.ts";
import { startApiProcess, startNode } from "../node-child.ts";
import { backendPart, NodePart, type Part, postgresPart, redisPart } from "./parts.ts";
import { askOnce } from "./records.ts";
import { until } from "./until.ts";

const DATABASE = "gatehouse";

export const victims = ["server", "worker", "postgres", "backend", "redis"] as const;
export type Victim = (typeof victims)[number];

type Urls = DatabaseUrls & { superuserUrl: string };
type Ports = Record<"server" | "postgres" | "redis", number>;

/** A whole Gatehouse on services of its own, each part of which can be killed. */
export type ChaosSystem = {
  /** Where the API answers. */
  readonly url: string;
  /** The database's addresses; the superuser's leads to Gatehouse's database, too. */
  readonly urls: Urls;
  /** The configuration of its processes. */
  readonly env: Record<string, string>;
  readonly parts: Readonly<Record<Victim, Part>>;
  /** Rejects when a process ends that nobody has killed. */
  readonly mishap: Promise<never>;
  /** Waits for a sign of life that the running worker gives after this call. */
  waitForHeartbeat(): Promise<void>;
};

/** Starts everything; `cleanup` stops and deletes it, and so does the end of this process. */
export async function startChaosSystem(random: Random, cleanup: Cleanup): Promise<ChaosSystem> {
  const dataDir = temporaryFolder(cleanup);
  const ports = await choosePorts(random);
  const { urls, ...services } = await startServices(dataDir, ports, random);
  const env = environmentOf(urls, ports);
  const { server, worker, mishap } = await startProcesses(dataDir, env, cleanup);
  const lastBeat = () => readBeat(urls.workerUrl, worker.pid);
  return {
    url: env.PUBLIC_URL,
    urls,
    env,
    parts: { server, worker, ...services },
    mishap,
    waitForHeartbeat: async () => {
      const before = await lastBeat();
      await until("the worker's heart beats", async () => (await lastBeat()) > before);
    },
  };
}

/** A data folder that goes when we go, with what runs on it, even if we are killed. */
function temporaryFolder(cleanup: Cleanup): string {
  const dataDir = mkdtempSync(join(tmpdir(), "gatehouse-chaos-"));
  chmodSync(dataDir, 0o755); // PostgreSQL may run under another account
  const script = inProject("testing", "discard-process.ts");
  const guard = spawn(process.execPath, [script, dataDir], {
    env: childEnvironment(),
    detached: true, // out of reach of the terminal's Ctrl-C
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  cleanup.add("services", () => dismiss(guard));
  return dataDir;
}

async function dismiss(guard: ChildProcess): Promise<void> {
  const gone = once(guard, "exit");
  guard.disconnect();
  const [code] = await gone;
  if (code !== 0) throw new Error(`The clean-up ended with exit code ${code}`);
}

/**
 * Free ports outside the range from which systems take the ports of outgoing connections: while its
 * owner is dead, a port must not go to anybody else, not even to the sender that knocks on it.
 */
async function choosePorts(random: Random): Promise<Ports> {
  const free = new Set<number>();
  while (free.size < 3) {
    const port = random.int(20_000, 29_999);
    if (await isPortFree(port)) free.add(port);
  }
  const [server = 0, postgres = 0, redis = 0] = free;
  return { server, postgres, redis };
}

async function startServices(dataDir: string, ports: Ports, random: Random) {
  const options = { dataDir, durable: true, port: ports.postgres };
  const postgres = await startPostgres(options);
  const redis = await startRedis({ dataDir, port: ports.redis });
  if (!redis) throw new Error("This test needs redis-server, and the machine has none.");
  const prepared = await prepareDatabase({ ...postgres, database: DATABASE });
  await migrate(prepared.ownerUrl);
  const { username, password } = new URL(postgres.superuserUrl);
  const superuserUrl = urlAs(postgres.superuserUrl, username, password, DATABASE);
  return {
    urls: { ...prepared, superuserUrl },
    postgres: postgresPart(postgres, options),
    backend: backendPart(superuserUrl, random),
    redis: redisPart(redis, dataDir),
  };
}

function environmentOf(urls: Urls, ports: Ports) {
  return {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(ports.server),
    PUBLIC_URL: `http://127.0.0.1:${ports.server}`,
    DATABASE_URL: urls.appUrl,
    DATABASE_SEARCH_URL: urls.searchUrl,
    DATABASE_DIRECT_URL: urls.workerUrl,
    REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    AUTH_SECRET: "a secret of the chaos test, at least 32 characters",
    LOG_LEVEL: "warn",
  };
}

async function startProcesses(dataDir: string, env: Record<string, string>, cleanup: Cleanup) {
  const mishap = Promise.withResolvers<never>();
  mishap.promise.catch(() => undefined); // it may come before anybody listens
  const onMishap = (how: string) => mishap.reject(new Error(how));
  const log = (name: string) => join(dataDir, "logs", `${name}.log`);
  const server = new NodePart(
    () => startApiProcess(env, log("server")),
    (child) => child.listening,
    onMishap,
  );
  cleanup.add("server", () => server.stop());
  const beats = async (pid: number) => (await readBeat(env.DATABASE_DIRECT_URL ?? "", pid)) > 0;
  const worker = new NodePart(
    () => startNode(inProject("worker.ts"), env, log("worker")),
    (child) => until("the worker is up", () => beats(child.pid)),
    onMishap,
  );
  cleanup.add("worker", () => worker.stop());
  await Promise.all([server.whenUp(), worker.whenUp()]);
  return { server, worker, mishap: mishap.promise };
}

/** When the worker of this pid last gave a sign of life, as a number that grows; 0 for never. */
async function readBeat(workerUrl: string, pid: number): Promise<number> {
  const [row] = await askOnce<{ beat_at: Date }>(
    workerUrl,
    "SELECT beat_at FROM worker_heartbeats WHERE worker_id = $1",
    [`${hostname()}:${pid}`],
  );
  return row?.beat_at.getTime() ?? 0;
}
