import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { boundToParent, childEnvironment, type Environment } from "../local/children.ts";
import { tailOf } from "../local/files.ts";
import { endProcess } from "../local/processes.ts";
import { inProject, projectFolder } from "../local/project.ts";

const STOP_MS = 10_000;

/** A Node process that ends when we do, however we end. */
export type NodeChild = {
  readonly pid: number;
  /** Resolves when it has ended: null after SIGKILL, else with how it ended and its last words. */
  readonly ended: Promise<string | null>;
  /** Resolves when it says "listening"; rejects when it ends before. */
  readonly listening: Promise<void>;
  stop(): Promise<void>;
};

/** Starts a script of the project on this Node; its output is appended to the log. */
export function startNode(script: string, env: Environment, logPath: string): NodeChild {
  mkdirSync(dirname(logPath), { recursive: true });
  const log = openSync(logPath, "a");
  const child = spawn(process.execPath, [...boundToParent, script], {
    cwd: projectFolder,
    env: childEnvironment(env),
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} could not be started`);
  const ended = new Promise<string | null>((resolve) => {
    child.once("exit", (code, signal) => {
      if (signal === "SIGKILL") resolve(null);
      else resolve(`${script} ended with ${signal ?? code}:\n${tailOf(logPath)}`);
    });
  });
  const listening = new Promise<void>((resolve, reject) => {
    child.on("message", (message) => message === "listening" && resolve());
    void ended.then((how) => reject(new Error(how ?? `${script} was killed`)));
  });
  // Whoever does not wait for it does not care either.
  listening.catch(() => undefined);
  return { pid, ended, listening, stop: () => endProcess(pid, STOP_MS) };
}

/** The API alone, on the HOST and PORT of `env`. */
export function startApiProcess(env: Environment, logPath: string): NodeChild {
  return startNode(inProject("testing", "api-process.ts"), env, logPath);
}
