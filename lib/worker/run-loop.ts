import { log } from "../platform/log.ts";
import type { Loop } from "./job.ts";

/** After a failure the loop waits longer: what failed will rarely work in the next instant. */
const FAILURE_MS = 2_000;

/**
 * Runs a loop until it is stopped. A failure is logged when it begins and when it is over, and not
 * each time that it is met again.
 * @returns a function that resolves when the turn that is going on has ended.
 */
export function runLoop(name: string, { intervalMs, drain }: Loop): () => Promise<void> {
  const stopped = new AbortController();
  let failed = 0;
  const turn = async () => {
    try {
      while (!stopped.signal.aborted && (await drain()));
      if (failed > 0) log.info({ loop: name, failed }, "a background loop works again");
      failed = 0;
      return intervalMs;
    } catch (error) {
      failed++;
      const level = failed === 1 ? "warn" : "debug";
      log[level]({ err: error, loop: name }, "a background loop failed; it tries again");
      return FAILURE_MS;
    }
  };
  const run = async () => {
    while (!stopped.signal.aborted) await pause(await turn(), stopped.signal);
  };
  const ended = run();
  return async () => {
    stopped.abort();
    await ended;
  };
}

/** Waits, or until the signal is aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
