import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";

/**
 * Sees something before a moment shortly ahead. A machine too busy to have seen it in time tries
 * again with a later moment, so `see` starts from scratch each time.
 */
export async function seenBefore<T>(
  see: (moment: Date) => Promise<T>,
): Promise<{ moment: Date; seen: T }> {
  for (let aheadMs = 400; ; aheadMs *= 2) {
    const moment = new Date(Date.now() + aheadMs);
    const isAhead = () => Date.now() < moment.getTime();
    try {
      const seen = await see(moment);
      if (isAhead()) return { moment, seen };
    } catch (error) {
      // What was asked too late may have been refused for that.
      if (isAhead()) throw error;
    }
  }
}

/** Resolves in the millisecond that the clock says so: a timer alone may fire too early. */
export async function reached(moment: Date): Promise<void> {
  while (Date.now() < moment.getTime()) await sleep(moment.getTime() - Date.now());
}

/**
 * A moment after all that has happened and before all that comes, with a whole millisecond between:
 * history begins in the next one, as questions about the past are no finer.
 */
export async function nextMoment(): Promise<string> {
  const moment = new Date(Date.now() + 2);
  await reached(moment);
  return moment.toISOString();
}

/** How many milliseconds it takes until something holds, asked for again and again. */
export async function msUntil(condition: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  await vi.waitUntil(condition, { timeout: 10_000, interval: 10 });
  return performance.now() - started;
}

/** How long the quickest of three rounds took, in milliseconds: a busy machine may be late once. */
export async function quickestOfThree(round: () => Promise<number>): Promise<number> {
  const tookMs: number[] = [];
  while (tookMs.length < 3) tookMs.push(await round());
  return Math.min(...tookMs);
}
