import { spawn } from "node:child_process";
import { accessSync, closeSync, constants, mkdirSync, openSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readIfThere, tailOf, writeWhole } from "../files.ts";
import { endProcess, isRunning, processCommand, processIdentity } from "../processes.ts";
import { hasCode, Refusal } from "../refusal.ts";
import { freePort, isPortFree, PortTaken } from "./ports.ts";

const STOP_MS = 5000;
const READY_MS = 10_000;

export type EmbeddedRedis = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  isRunning(): boolean;
  stop(): Promise<void>;
};

type Leftover = { pid: number; port: number; identity: string };

/**
 * Starts the machine's own `redis-server`; null when it has none, which Gatehouse can live with.
 * It keeps nothing on disk: whatever Redis holds may be lost at any time. One that a killed
 * launcher left running is ended first.
 */
export async function startRedis(options: {
  dataDir: string;
  port?: number;
}): Promise<EmbeddedRedis | null> {
  const program = onPath("redis-server");
  if (program === null) return null;
  await stopLeftover(options.dataDir);
  if (options.port !== undefined && !(await isPortFree(options.port))) {
    throw new PortTaken(options.port, "Redis", "End that program, or choose another port.");
  }
  const port = options.port ?? (await freePort());
  const pid = spawnRedis(program, port, options.dataDir);
  const identity = processIdentity(pid);
  if (identity !== null) {
    writeWhole(recordPath(options.dataDir), JSON.stringify({ pid, port, identity }));
  }
  await waitUntilReady(pid, port, options.dataDir);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid,
    isRunning: () => isRunning(pid),
    stop: () => stopLeftover(options.dataDir),
  };
}

/** The full path of a program, looked up as a shell would; null when there is none. */
export function onPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch (error) {
      if (!hasCode(error, "ENOENT", "EACCES", "ENOTDIR")) throw error;
    }
  }
  return null;
}

/** Ends the `redis-server` that was started on this data folder, if it still runs. */
export async function stopLeftover(dataDir: string): Promise<void> {
  const path = recordPath(dataDir);
  const text = readIfThere(path);
  if (text === null) return;
  const { pid, identity } = JSON.parse(text) as Leftover;
  const isOurs = processIdentity(pid) === identity && processCommand(pid).includes("redis-server");
  if (isOurs) await endProcess(pid, STOP_MS);
  rmSync(path, { force: true });
}

function spawnRedis(program: string, port: number, dataDir: string): number {
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const log = openSync(logPath(dataDir), "w");
  const settings = {
    "--bind": "127.0.0.1",
    "--port": String(port),
    "--save": "",
    "--appendonly": "no",
    "--dir": dataDir,
  };
  try {
    // In a session of its own, so that Ctrl-C leaves the order of stopping to us.
    const child = spawn(program, Object.entries(settings).flat(), {
      detached: true,
      stdio: ["ignore", log, log],
    });
    child.unref();
    if (child.pid === undefined) throw new Error("redis-server could not be started");
    return child.pid;
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(pid: number, port: number, dataDir: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (isRunning(pid)) {
    if (await pings(port)) return;
    if (Date.now() > deadline) {
      await stopLeftover(dataDir);
      break;
    }
    await sleep(50);
  }
  throw new Refusal("redis-server did not start.", tailOf(logPath(dataDir), 0, 8));
}

function pings(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.on("data", (data) => finish(data.toString().startsWith("+PONG")));
    socket.on("error", () => finish(false));
  });
}

function recordPath(dataDir: string): string {
  return join(dataDir, "redis.json");
}

function logPath(dataDir: string): string {
  return join(dataDir, "logs", "redis.log");
}
