import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter } from "node:path";
import { createInterface } from "node:readline";
import { inProject, projectFolder } from "./project.ts";

export type Environment = Record<string, string | undefined>;

export type ChildOptions = {
  readonly env?: Environment;
  /** Ends the child when aborted; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with each line of standard output. Without it output goes to the terminal. */
  readonly onLine?: (line: string) => void;
  /** Keeps standard error for the result, too, instead of showing it. */
  readonly quiet?: boolean;
};

export type ChildResult = { readonly code: number; readonly output: string };

const OUTPUT_LIMIT = 200_000;

/**
 * Arguments that make a Node child end when we do, even by SIGKILL. They need an "ipc" entry in
 * its `stdio`.
 */
export const boundToParent = ["--import", inProject("local", "end-with-parent.ts")];

/**
 * The environment in which a child finds the project's own Node and tools before the machine's. What
 * we start is told everything: the `.env` of an installation in the same folder is not for it.
 */
export function childEnvironment(extra: Environment = {}): NodeJS.ProcessEnv {
  const path = [inProject("node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter);
  const parent = { GATEHOUSE_PARENT_PID: String(process.pid) };
  const base = { ...process.env, GATEHOUSE_ENV_FILE: "" };
  return { ...base, ...extra, ...parent, PATH: path } as NodeJS.ProcessEnv;
}

/** Runs a script of the project on this Node, to its end. */
export function runNode(args: string[], options: ChildOptions = {}): Promise<ChildResult> {
  return run(process.execPath, [...boundToParent, ...args], options, true);
}

/** Runs a program, or a tool of the project by its name, to its end. */
export function runProgram(
  command: string,
  args: string[],
  options: ChildOptions = {},
): Promise<ChildResult> {
  return run(command, args, options, false);
}

async function run(
  command: string,
  args: string[],
  options: ChildOptions,
  bound: boolean,
): Promise<ChildResult> {
  options.signal?.throwIfAborted();
  const keeps = options.quiet || options.onLine !== undefined;
  const child = spawn(command, args, {
    cwd: projectFolder,
    env: childEnvironment(options.env),
    signal: options.signal,
    stdio: [
      "ignore",
      keeps ? "pipe" : "inherit",
      options.quiet ? "pipe" : "inherit",
      ...(bound ? (["ipc"] as const) : []),
    ],
  });
  const output = collect(child, options);
  try {
    const [code, killedBy] = await once(child, "close");
    return { code: code ?? (killedBy ? 128 : 1), output: output() };
  } catch (error) {
    // An abort rejects before the child has ended, and services must not stop under it.
    if (options.signal?.aborted && child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => child.once("exit", resolve));
    }
    throw error;
  }
}

function collect(child: ChildProcess, { onLine }: ChildOptions): () => string {
  let output = "";
  const keep = (line: string) => {
    output = `${output}${line}\n`.slice(-OUTPUT_LIMIT);
  };
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      keep(line);
      onLine?.(line);
    });
  }
  if (child.stderr) createInterface({ input: child.stderr }).on("line", keep);
  return () => output;
}
