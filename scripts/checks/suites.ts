import { join } from "node:path";
import { type Environment, runNode } from "../../local/children.ts";
import { build, isBuilt } from "../../local/launch/build.ts";
import { step } from "../../local/launch/progress.ts";
import { inProject } from "../../local/project.ts";
import { chromiumPath } from "./machine.ts";
import { countPlaywright, countVitest } from "./reports.ts";
import type { Counts } from "./runner.ts";
import { testFolder } from "./services.ts";

/** Runs vitest and counts its tests. */
export async function runVitest(
  env: Environment,
  signal: AbortSignal,
  args: string[] = [],
): Promise<Counts> {
  const report = join(testFolder(), "vitest.json");
  const vitest = inProject("node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await runNode([vitest, "run", ...reporters, ...args], { env, signal });
  return countVitest(report, code);
}

/** Builds the pages when they have changed, then runs the browser tests and counts them. */
export async function runPlaywright(env: Environment, signal: AbortSignal): Promise<Counts> {
  if (!isBuilt()) await step("pages built", () => build(signal));
  const report = join(testFolder(), "playwright.json");
  const playwright = inProject("node_modules", "@playwright", "test", "cli.js");
  const { code } = await runNode([playwright, "test", "--reporter=list,json"], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM_PATH: chromiumPath() },
    signal,
  });
  return countPlaywright(report, code);
}
