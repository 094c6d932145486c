import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { busMessage, deliver } from "../platform/bus.ts";
import { log } from "../platform/log.ts";

/** A worker that ends by itself is started again after this long. */
const RESTART_MS = 1_000;
/** One that does not stop when it is told to is ended. */
const STOP_MS = 10_000;

/**
 * Runs the background worker beside a server, in a process of its own: whatever it computes, pages are
 * answered meanwhile. It ends with this process, however that ends, and is started again when it ends
 * alone. What it publishes reaches this process also without Redis.
 * @param script the worker's entry point.
 * @returns a function that finishes running jobs and stops it.
 */
export function startEmbeddedWorker(script: string): () => Promise<void> {
  const stopped = new AbortController();
  let child: ChildProcess | undefined;
  const supervise = async () => {
    while (!stopped.signal.aborted) {
      child = fork(script, { env: { ...process.env, GATEHOUSE_EMBEDDED_WORKER: "0" } });
      child.on("message", relay);
      const how = await ended(child);
      if (stopped.signal.aborted) return;
      log.error({ how }, "the embedded worker ended; it is started again");
      await sleep(RESTART_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const done = supervise();
  return async () => {
    stopped.abort();
    const running = child;
    running?.kill("SIGTERM");
    const timer = setTimeout(() => running?.kill("SIGKILL"), STOP_MS);
    await done;
    clearTimeout(timer);
  };
}

/** @returns how it ended: its exit code or signal, or why it could not be started. */
async function ended(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, "exit");
    return String(signal ?? code);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function relay(message: unknown): void {
  const parsed = busMessage.safeParse(message);
  if (parsed.success) deliver(parsed.data);
}
