import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "../children.ts";
import { readIfThere, requireDiskSpace, writeWhole } from "../files.ts";
import { inProject, projectFolder } from "../project.ts";
import { Refusal } from "../refusal.ts";

const SOURCES = [
  "package-lock.json",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "proxy.ts",
  "prisma/schema.prisma",
  "app",
  "components",
  "lib",
  "public",
];

/** True when `next build` has run to its end on exactly these sources. */
export function isBuilt(): boolean {
  return readIfThere(stampPath()) === hashSources(projectFolder, SOURCES);
}

/** Builds the pages, however much of an earlier build is there. */
export async function build(signal: AbortSignal): Promise<void> {
  requireDiskSpace(projectFolder);
  const sources = hashSources(projectFolder, SOURCES);
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

/** A hash over names and contents of the files; tests are no part of a build. */
export function hashSources(folder: string, sources: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) {
    for (const file of filesOf(folder, source)) {
      hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest("hex");
}

function filesOf(folder: string, source: string): string[] {
  const path = join(folder, source);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [source];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function stampPath(): string {
  return inProject(".next", "gatehouse-build-stamp");
}

function lastLines(output: string): string {
  return output.trim().split("\n").slice(-30).join("\n  ");
}
