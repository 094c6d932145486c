import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { boundToParent, childEnvironment, type Environment } from "../children.ts";
import { rotateLog, sizeOf, tailOf } from "../files.ts";
import { endProcess } from "../processes.ts";
import { inProject, projectFolder } from "../project.ts";
import { Refusal } from "../refusal.ts";

const READY_MS = 120_000;
const STOP_MS = 10_000;

export type Server = {
  readonly pid: number;
  /** Resolves with a refusal that shows the end of the log, once the server has ended. */
  readonly ended: Promise<Refusal>;
  logTail(): string;
  stop(): Promise<void>;
};

/**
 * Starts server.ts on this Node. It may not answer yet: see `waitUntilReady`.
 * @param showLog shows on the terminal what it logs, instead of writing it to `logPath`.
 */
export function startServer(env: Environment, logPath: string, showLog = false): Server {
  mkdirSync(dirname(logPath), { recursive: true });
  rotateLog(logPath);
  const before = sizeOf(logPath);
  const log = openSync(logPath, "a");
  const output = showLog ? "inherit" : log;
  // In a session of its own: Ctrl-C reaches the launcher alone, which stops it before its database.
  const child = spawn(process.execPath, [...boundToParent, inProject("server.ts")], {
    cwd: projectFolder,
    env: childEnvironment(env),
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  });
  closeSync(log);
  const logTail = () => tailOf(logPath, before);
  const { pid } = child;
  if (pid === undefined) throw new Error("The server could not be started");
  const ended = new Promise<Refusal>((resolve) => {
    child.once("exit", (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      resolve(
        new Refusal(`The server ${how}. Its log (${logPath}) ends:`, tailOf(logPath, before)),
      );
    });
  });
  return { pid, ended, logTail, stop: () => endProcess(pid, STOP_MS) };
}

/** Asks /readyz until it says yes. */
export async function waitUntilReady(
  server: Server,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  let ended: Refusal | undefined;
  void server.ended.then((refusal) => {
    ended = refusal;
  });
  const deadline = Date.now() + READY_MS;
  let answer = "nothing";
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    if (ended) throw ended;
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
      answer = `${response.status} ${await response.text()}`;
      if (response.ok) return;
    } catch (error) {
      // It does not listen yet, or hangs: the deadline decides.
      answer = String(error instanceof Error ? (error.cause ?? error) : error);
    }
    await sleep(100);
  }
  throw new Refusal(
    `The server is not ready after ${READY_MS / 1000} s. /readyz: ${answer}. Its log ends:`,
    server.logTail(),
  );
}
