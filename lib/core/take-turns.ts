import { setImmediate } from "node:timers/promises";

/** How long one request may keep all others waiting. */
const TURN_MS = 10;

/**
 * For loops over what somebody sent: `await turn()` between its parts lets everybody else go first
 * once the loop has run for a while.
 */
export function takeTurns(): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < TURN_MS) return undefined;
    return setImmediate().then(() => {
      began = performance.now();
    });
  };
}
