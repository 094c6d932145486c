import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Counts } from "./runner.ts";

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** Counts vitest's JSON report. A file that could not be loaded counts as one failure. */
export function countVitest(path: string, exitCode: number): Counts {
  const report = vitestReport.parse(JSON.parse(readFileSync(path, "utf8")));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return withExitCode(report.numPassedTests, report.numFailedTests + unloaded.length, exitCode);
}

/** Counts Playwright's JSON report. A test that passes only at times counts as failed. */
export function countPlaywright(path: string, exitCode: number): Counts {
  const { stats } = playwrightReport.parse(JSON.parse(readFileSync(path, "utf8")));
  return withExitCode(stats.expected, stats.unexpected + stats.flaky, exitCode);
}

// A runner can fail outside of any test, in its set-up for instance, and must not look green then.
function withExitCode(passed: number, failed: number, exitCode: number): Counts {
  const isSilentFailure = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed };
}
