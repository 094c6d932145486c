import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rotateLog, sizeOf, tailOf } from "../files.ts";
import { endProcess, isRunning } from "../processes.ts";
import { Refusal } from "../refusal.ts";
import { abandonedClusters, knownCluster, type Placement, placePostgres } from "./placement.ts";
import { isPortFree, PortTaken, rememberedPort } from "./ports.ts";
import {
  clearAfterKill,
  type Postmaster,
  runningPostmaster,
  runTool,
  spawnPostmaster,
  stopPostmaster,
  waitUntilReady,
} from "./postmaster.ts";
import { ensureSecret, readSecret } from "./secrets.ts";
import { derivedPasswords, type Role, urlAs } from "./urls.ts";

const SUPERUSER = "postgres";
const PORT_ATTEMPTS = 3;

export type PostgresOptions = {
  /** Gatehouse's data folder; the cluster, its log and the secrets file live in it. */
  readonly dataDir: string;
  /** A fixed port; by default a free one, remembered in the data folder. */
  readonly port?: number;
  /** False gives up crash safety for speed: for tests, whose data is thrown away. */
  readonly durable: boolean;
  readonly maxConnections?: number;
  readonly signal?: AbortSignal;
};

export type EmbeddedPostgres = {
  readonly superuserUrl: string;
  readonly port: number;
  readonly pid: number;
  /** True when it was still running from a launcher that was killed. */
  readonly adopted: boolean;
  urlFor(role: Role, database: string): string;
  isRunning(): boolean;
  stop(): Promise<void>;
};

/**
 * Starts PostgreSQL on the data folder, or takes over the one that a killed launcher left running.
 * Resolves when it answers; rejects with a `Refusal` (`PortTaken` among them) when it cannot run.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const placement = placePostgres(options.dataDir);
  await removeAbandoned(options.dataDir, placement);
  await initialise(options, placement);
  const password = ensureSecret(options.dataDir, "superuserPassword");
  const adopted = await adopt(options, placement, password);
  const postmaster = adopted ?? (await start(options, placement, password));
  const superuserUrl = urlOf(postmaster.port, password);
  const passwords = derivedPasswords(password);
  return {
    superuserUrl,
    ...postmaster,
    adopted: adopted !== null,
    urlFor: (role, database) => urlAs(superuserUrl, role, passwords[role], database),
    isRunning: () => isRunning(postmaster.pid),
    stop: () => stopPostmaster(placement),
  };
}

/** Stops whatever runs on the data folder and deletes its cluster: for temporary folders. */
export async function removePostgres(dataDir: string): Promise<void> {
  const cluster = knownCluster(dataDir);
  if (!cluster && abandonedClusters(dataDir).length === 0) return;
  const placement = placePostgres(dataDir);
  await removeAbandoned(dataDir, placement);
  await discard({ ...placement, cluster: cluster ?? placement.cluster });
  rmSync(join(dataDir, "postgres-location"), { force: true });
}

async function removeAbandoned(dataDir: string, placement: Placement): Promise<void> {
  for (const cluster of abandonedClusters(dataDir)) {
    if (cluster !== placement.cluster) await discard({ ...placement, cluster });
  }
}

async function discard(placement: Placement): Promise<void> {
  if (existsSync(placement.cluster)) await stopPostmaster(placement);
  rmSync(placement.cluster, { recursive: true, force: true });
}

async function initialise(options: PostgresOptions, placement: Placement): Promise<void> {
  const { cluster, user } = placement;
  if (existsSync(cluster)) {
    if (readSecret(options.dataDir, "superuserPassword")) return;
    throw new Refusal(
      `${join(options.dataDir, "secrets.json")} is missing, and with it the way into the database.`,
      `Restore it from a backup, or delete ${cluster} to start with an empty database.`,
    );
  }
  // Renamed when complete: a killed initdb leaves a draft, never half a cluster.
  const draft = `${cluster}.draft`;
  const passwordFile = `${cluster}.${randomBytes(6).toString("hex")}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  try {
    const password = ensureSecret(options.dataDir, "superuserPassword");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
    await runTool(placement, "initdb", initdbArguments(draft, passwordFile, options.durable));
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw asRefusal("PostgreSQL could not make its data folder.", String(error));
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, cluster);
}

function initdbArguments(folder: string, passwordFile: string, durable: boolean): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same order and case rules on every machine, whatever its C library knows.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ];
}

async function adopt(
  options: PostgresOptions,
  placement: Placement,
  password: string,
): Promise<Postmaster | null> {
  const running = runningPostmaster(placement.cluster);
  if (!running) return null;
  if (options.port === undefined || options.port === running.port) {
    const url = urlOf(running.port, password);
    const state = await waitUntilReady(url, running, placement.cluster, options.signal);
    if (state === "ready") return running;
  }
  await stopPostmaster(placement);
  return null;
}

async function start(
  options: PostgresOptions,
  placement: Placement,
  password: string,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    try {
      const port = options.port ?? (await rememberedPort(join(options.dataDir, "postgres-port")));
      if (!(await isPortFree(port))) throw portTaken(port);
      return await startOn(port, options, placement, password);
    } catch (error) {
      // Somebody was quicker; a port that we chose ourselves can be chosen again.
      const mayRetry = options.port === undefined && attempt < PORT_ATTEMPTS;
      if (!(error instanceof PortTaken && mayRetry)) throw error;
    }
  }
}

async function startOn(
  port: number,
  options: PostgresOptions,
  placement: Placement,
  password: string,
): Promise<Postmaster> {
  await clearAfterKill(placement.cluster);
  const logPath = join(options.dataDir, "logs", "postgres.log");
  mkdirSync(join(options.dataDir, "logs"), { recursive: true });
  rotateLog(logPath);
  const before = sizeOf(logPath);
  const args = ["-p", String(port), ...settings(options)];
  const postmaster = { port, pid: spawnPostmaster(placement, args, logPath) };
  try {
    const url = urlOf(port, password);
    const state = await waitUntilReady(url, postmaster, placement.cluster, options.signal);
    if (state === "ready") return postmaster;
  } catch (error) {
    await abandon(placement, postmaster);
    throw error;
  }
  await abandon(placement, postmaster);
  const log = tailOf(logPath, before);
  if (/could not bind .*in use/is.test(log)) throw portTaken(port);
  throw asRefusal("PostgreSQL did not start.", log);
}

async function abandon(placement: Placement, { pid }: Postmaster): Promise<void> {
  await stopPostmaster(placement);
  // It may not have got as far as writing its pid file, by which it is stopped.
  if (isRunning(pid)) await endProcess(pid, 5000);
}

function settings({ durable, maxConnections = 100 }: PostgresOptions): string[] {
  const values = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: String(maxConnections),
    shared_buffers: "256MB",
    wal_compression: "on",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] %q%u@%d ",
    log_checkpoints: "off",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function urlOf(port: number, password: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

function portTaken(port: number): PortTaken {
  return new PortTaken(port, "PostgreSQL", "End that program, or choose another port.");
}

function asRefusal(message: string, details: string): Refusal {
  if (/no space left/i.test(details)) {
    return new Refusal("The disk is full: PostgreSQL cannot write.", "Free some space and retry.");
  }
  return new Refusal(message, details.trim().split("\n").slice(-12).join("\n  "));
}
