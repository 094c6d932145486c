import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { env } from "../platform/env.ts";
import { log } from "../platform/log.ts";

/** What was asked is answered within this time after the drain, or not at all. */
const ANSWER_MS = 20_000;
/** A connection whose last answer has gone would stay open for seconds, for a next request. */
const SWEEP_MS = 50;

let isStopping = false;

/** Whether this server is about to stop: `/readyz` says so, and no connection is kept for more. */
export function isServerStopping(): boolean {
  return isStopping;
}

/**
 * Lets a server go without anybody noticing. For DRAIN_SECONDS it serves on and calls itself not
 * ready, so that load balancers send their next requests elsewhere; then it takes no connection any
 * more, ends those of open pages, and answers what was asked.
 * @param stopRealtime ends the connections of open pages, which come back to another server.
 */
export async function stopServing(server: Server, stopRealtime: () => void): Promise<void> {
  isStopping = true;
  const { DRAIN_SECONDS } = env();
  if (DRAIN_SECONDS > 0) {
    log.info({ seconds: DRAIN_SECONDS }, "draining");
    await sleep(DRAIN_SECONDS * 1_000);
  }
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  stopRealtime();
  const sweeper = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const late = setTimeout(() => {
    log.warn({ seconds: ANSWER_MS / 1_000 }, "requests take too long and are ended");
    server.closeAllConnections();
  }, ANSWER_MS);
  await closed;
  clearInterval(sweeper);
  clearTimeout(late);
}
