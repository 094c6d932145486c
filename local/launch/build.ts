import { rmSync } from "node:fs";
import { runNode } from "../children.ts";
import { readIfThere, requireDiskSpace, writeWhole } from "../files.ts";
import { inProject, projectFolder } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { hashBuild } from "./source-hash.ts";

/** True when `next build` has run to its end on exactly these sources. */
export function isBuilt(): boolean {
  return readIfThere(stampPath()) === hashBuild(projectFolder);
}

/** Builds the pages, however much of an earlier build is there. */
export async function build(signal: AbortSignal): Promise<void> {
  requireDiskSpace(projectFolder);
  const sources = hashBuild(projectFolder);
  // Before the build, so that one that is killed counts as none.
  rmSync(stampPath(), { force: true });
  const next = inProject("node_modules", "next", "dist", "bin", "next");
  const { code, output } = await runNode([next, "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
    quiet: true,
  });
  if (code !== 0) throw new Refusal("next build failed.", lastLines(output));
  writeWhole(stampPath(), sources);
}

function stampPath(): string {
  return inProject(".next", "gatehouse-build-stamp");
}

function lastLines(output: string): string {
  return output.trim().split("\n").slice(-30).join("\n  ");
}
