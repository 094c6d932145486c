import { execFile, spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { readIfThere } from "../files.ts";
import { endProcess, isRunning, processCommand, waitForExit } from "../processes.ts";
import { hasCode } from "../refusal.ts";
import type { Placement } from "./placement.ts";

const POLL_MS = 50;
// A crash recovery replays at most a few GB; whoever waits longer than this has another problem.
const READY_TIMEOUT_MS = 10 * 60_000;
const BACKENDS_GONE_MS = 15_000;

export type Postmaster = { readonly pid: number; readonly port: number };

/** The postmaster that runs on this cluster, whoever started it; null when there is none. */
export function runningPostmaster(cluster: string): Postmaster | null {
  const found = readPidFile(cluster);
  return found && isPostmasterOf(found.pid, cluster) ? found : null;
}

/** Starts PostgreSQL in a session of its own, out of reach of the terminal's Ctrl-C. */
export function spawnPostmaster(placement: Placement, args: string[], logPath: string): number {
  const log = openSync(logPath, "a");
  try {
    const child = spawn(join(placement.programs, "postgres"), ["-D", placement.cluster, ...args], {
      ...processOptions(placement),
      detached: true,
      stdio: ["ignore", log, log],
    });
    child.unref();
    if (child.pid === undefined) throw new Error("PostgreSQL could not be started");
    return child.pid;
  } finally {
    closeSync(log);
  }
}

/** Runs one of PostgreSQL's own tools to its end, under PostgreSQL's account. */
export async function runTool(
  placement: Placement,
  tool: "initdb" | "pg_ctl",
  args: string[],
): Promise<void> {
  await promisify(execFile)(join(placement.programs, tool), args, processOptions(placement));
}

/** Stops the cluster: in order, then at once, then by force. */
export async function stopPostmaster(placement: Placement): Promise<void> {
  const running = runningPostmaster(placement.cluster);
  if (!running) return;
  for (const [mode, seconds] of [
    ["fast", "20"],
    ["immediate", "10"],
  ] as const) {
    const args = ["stop", "-D", placement.cluster, "-m", mode, "-w", "-t", seconds];
    // Its exit code is of no use: what counts is whether the process has ended.
    await runTool(placement, "pg_ctl", args).catch(() => undefined);
    if (await waitForExit(running.pid, 1000)) return;
  }
  await endProcess(running.pid, 1000);
}

/**
 * Connects until the cluster answers. "ended" when the process is gone, "refused" when it runs but
 * does not take our password. Recovery after a crash may take long: only the process decides.
 */
export async function waitUntilReady(
  url: string,
  postmaster: Postmaster,
  cluster: string,
  signal?: AbortSignal,
): Promise<"ready" | "ended" | "refused"> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (!isRunning(postmaster.pid)) return "ended";
    const answer = await ask(url, cluster);
    if (answer !== "not yet") return answer;
    await sleep(POLL_MS);
  }
  return "refused";
}

/**
 * Makes a cluster whose postmaster was killed startable. PostgreSQL clears a pid file by itself,
 * except when the pid now belongs to a zombie or to somebody else. The killed postmaster's backends
 * end by themselves, and must have before another one may touch the files.
 */
export async function clearAfterKill(cluster: string): Promise<void> {
  if (process.platform !== "linux") return; // who still works there cannot be told: leave it to PostgreSQL
  const deadline = Date.now() + BACKENDS_GONE_MS;
  while (lingersIn(cluster) && Date.now() < deadline) await sleep(POLL_MS);
  if (runningPostmaster(cluster) === null) rmSync(join(cluster, "postmaster.pid"), { force: true });
}

function readPidFile(cluster: string): Postmaster | null {
  const lines = readIfThere(join(cluster, "postmaster.pid"))?.split("\n") ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : null;
}

function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!isRunning(pid)) return false;
  // Every PostgreSQL process works in its cluster's folder, which no command line can pretend.
  if (process.platform === "linux") return worksIn(String(pid), realpathSync(cluster));
  const command = processCommand(pid);
  return (
    process.platform === "win32" || (command.includes("postgres") && command.includes(cluster))
  );
}

function lingersIn(cluster: string): boolean {
  if (runningPostmaster(cluster) !== null) return false;
  const folder = realpathSync(cluster);
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && worksIn(name, folder));
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH", "EACCES")) return false;
    throw error;
  }
}

async function ask(url: string, cluster: string): Promise<"ready" | "refused" | "not yet"> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined); // the query rejects too
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    // Somebody else's PostgreSQL may answer on this port for the moment before ours fails to get it.
    const answered = rows[0]?.data_directory;
    return answered && realpathSync(answered) === realpathSync(cluster) ? "ready" : "not yet";
  } catch (error) {
    return hasCode(error, "28P01", "28000") ? "refused" : "not yet";
  } finally {
    await client.end().catch(() => undefined);
  }
}

function processOptions({ user }: Placement) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  const env = Object.fromEntries([...inherited, ["LC_ALL", "C"]]) as NodeJS.ProcessEnv;
  // Our own folder may be closed to PostgreSQL's account, and this code reads its messages.
  return { ...user, cwd: "/", env };
}
