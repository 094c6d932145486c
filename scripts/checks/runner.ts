import { secondsSince } from "../../local/launch/progress.ts";
import { describeFailure, Refusal } from "../../local/refusal.ts";

export type Counts = { readonly passed: number; readonly failed: number };

export type Check = {
  /** The name that `--only` takes; several checks may share one. */
  readonly group: string;
  readonly title: string;
  /** What it counted. A check that throws counts as one that failed. */
  run(): Promise<Counts>;
};

export const PASSED: Counts = { passed: 1, failed: 0 };
export const FAILED: Counts = { passed: 0, failed: 1 };
/** For a preparation, which proves nothing when it goes well. */
export const UNCOUNTED: Counts = { passed: 0, failed: 0 };

/** Runs every check, also after failures, and adds up what they counted. */
export async function runChecks(checks: readonly Check[], signal: AbortSignal): Promise<Counts> {
  const total = { passed: 0, failed: 0 };
  for (const check of checks) {
    if (signal.aborted) break;
    const { passed, failed } = await runCheck(check, signal);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

async function runCheck(check: Check, signal: AbortSignal): Promise<Counts> {
  console.log(`\n── ${check.title}`);
  const started = Date.now();
  let counts = FAILED;
  try {
    counts = await check.run();
  } catch (error) {
    // Whoever stops the run knows why the check did not finish.
    if (!signal.aborted) console.error(describeFailure(error));
  }
  const sign = counts.failed > 0 ? "✗" : "✓";
  const numbers = counts.passed + counts.failed > 1 ? `: ${sentence(counts)}` : "";
  console.log(`${sign} ${check.title}${numbers} (${secondsSince(started)})`);
  return counts;
}

/** The form in which every run of tests ends: "12 passed, 0 failed". */
export function sentence({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}

/** The part of the checks that `--only types,unit` names; all of them without it. */
export function selectGroups(
  args: readonly string[],
  groups: readonly string[],
): readonly string[] {
  const at = args.indexOf("--only");
  if (at < 0) return groups;
  const wanted = (args[at + 1] ?? "").split(",").filter(Boolean);
  const unknown = wanted.filter((name) => !groups.includes(name));
  if (wanted.length === 0 || unknown.length > 0) {
    throw new Refusal(`--only takes some of ${groups.join(",")}, not "${args[at + 1] ?? ""}"`);
  }
  return wanted;
}
