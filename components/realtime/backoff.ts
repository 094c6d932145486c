const BASE_MS = 500;
const CAP_MS = 15_000;

/**
 * How long to wait before the next attempt, after so many that failed: exponential with full
 * jitter, so that the pages of a restarted server do not come back all at once.
 */
export function reconnectDelayMs(failures: number, random: () => number = Math.random): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** failures);
}
