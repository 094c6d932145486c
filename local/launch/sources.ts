import { watch } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { inProject } from "../project.ts";

/** An editor that saves several files is one change. */
const SETTLE_MS = 200;

/** What server.ts loads itself: lib, whose code its API and its worker run outside of Next. */
export const serverSources = [inProject("lib"), inProject("server.ts")];

/**
 * Calls `changed` after each change at or below one of the paths, one call at a time. Resolves when
 * the signal is aborted, after the call that is going on.
 *
 * Node's own --watch is no help: the processes that Next forks would report their files to Next.
 */
export async function followSources(
  paths: readonly string[],
  signal: AbortSignal,
  changed: () => Promise<void>,
): Promise<void> {
  let next = Promise.withResolvers<void>();
  const notice = () => next.resolve();
  signal.addEventListener("abort", notice, { once: true });
  for (const path of paths) watch(path, { recursive: true, signal }, notice);
  while (true) {
    await next.promise;
    if (signal.aborted) return;
    await sleep(SETTLE_MS);
    next = Promise.withResolvers();
    await changed();
  }
}
