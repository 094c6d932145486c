import { fork } from "node:child_process";
import { boundToParent, childEnvironment } from "#local/children";
import { endProcess } from "#local/processes";
import { inProject, projectFolder } from "#local/project";
import type { Bench } from "./benchmark.ts";

const STOP_MS = 2_000;

/** A request, sent again and again over each connection as soon as it is answered. */
export type Load = {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Given, the requests are POSTs with these, one after another and then from the beginning. */
  bodies?: readonly string[];
  connections: number;
  forMs: number;
};

export type LoadResult = {
  perSecond: number;
  p95Ms: number;
  /** The share of one core that the generator itself took: near 1 it measures itself. */
  ownCpu: number;
};

/** Starts a process that makes load, and returns what makes it do so. One load at a time. */
export function startLoadGenerator(bench: Bench): (load: Load) => Promise<LoadResult> {
  const child = fork(inProject("bench", "load-process.ts"), {
    cwd: projectFolder,
    env: childEnvironment(),
    execArgv: boundToParent,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("The load generator could not be started");
  bench.cleanup.add("load generator", () => endProcess(pid, STOP_MS));
  return (load) =>
    new Promise((resolve, reject) => {
      const onExit = () => reject(new Error("The load generator has ended: see above"));
      child.once("exit", onExit);
      child.once("message", (result) => {
        child.off("exit", onExit);
        resolve(result as LoadResult);
      });
      child.send(load);
    });
}
