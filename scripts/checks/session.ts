import { Cleanup, stopRequest } from "../../local/cleanup.ts";
import { describeFailure } from "../../local/refusal.ts";
import { type Counts, FAILED, sentence } from "./runner.ts";

const INTERRUPTED = 130;

/**
 * Runs a program that counts: cleans up whatever it started, prints the sum as the last line, and
 * exits with 1 when anything failed. Null stands for a run that had nothing to do.
 */
export async function runToEnd(
  work: (cleanup: Cleanup, signal: AbortSignal) => Promise<Counts | null>,
): Promise<never> {
  const signal = stopRequest();
  const cleanup = new Cleanup();
  let counts: Counts | null = FAILED;
  try {
    counts = await work(cleanup, signal);
  } catch (error) {
    console.error(describeFailure(error));
  }
  await cleanup.run();
  if (signal.aborted) {
    console.log("\nStopped.");
    process.exit(INTERRUPTED);
  }
  if (counts) console.log(`\n${sentence(counts)}`);
  process.exit(counts && counts.failed > 0 ? 1 : 0);
}
