import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 25;
/** Longer than anything takes on a busy machine, crash recovery included. */
const LONGEST_MS = 30_000;

/** Waits until the condition holds. @throws when it does not come about, or when it throws. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + LONGEST_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`It did not come about that ${what}`);
    await sleep(POLL_MS);
  }
}
