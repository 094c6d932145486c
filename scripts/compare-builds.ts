// `npm run compare-builds`: builds the same sources in two folders, and compares what is served.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../local/children.ts";
import { step } from "../local/launch/progress.ts";
import { inProject, projectFolder } from "../local/project.ts";
import { Refusal } from "../local/refusal.ts";
import { readOptions } from "./checks/options.ts";
import type { Counts } from "./checks/runner.ts";
import { runToEnd } from "./checks/session.ts";

const usage = `npm run compare-builds -- [--keep]

Builds the sources of this folder twice, each in a folder of its own, and compares file by file what
servers of the two would serve. Takes some minutes and 3 GB of disk.

  --keep  leave the two folders, to look at`;

const options = {
  keep: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** What a build makes or a checkout keeps, and no build is made of. */
const left = new Set([".git", ".next", ".gatehouse", "node_modules", "test-results", ".env"]);

/** Keys of Next's draft mode, which we do not have: made by chance, and never sent to anybody. */
const chance = /"?preview[\w]*"?:\s*"[^"]*"/g;

await runToEnd(async (cleanup, signal) => {
  const { keep, help } = readOptions(options, usage);
  if (help) {
    console.log(usage);
    return null;
  }
  const parent = mkdtempSync(join(tmpdir(), "gatehouse-builds-"));
  if (!keep) cleanup.add("builds", async () => rmSync(parent, { recursive: true, force: true }));
  // Neither the length of the path nor its depth may matter.
  const folders = [join(parent, "one"), join(parent, "a", "longer", "path")];
  // Both before a build, so that whoever changes the sources meanwhile changes neither.
  for (const folder of folders) await copySources(folder, signal);
  const builds = [];
  for (const folder of folders) {
    await step(`built in ${folder}`, () => buildIn(folder, signal));
    builds.push(readBuild(folder));
  }
  const [first, second] = builds;
  if (!first || !second) throw new Refusal("There are no two builds.");
  return compare(first, second);
});

async function copySources(folder: string, signal: AbortSignal): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(projectFolder)) {
    if (!left.has(name)) cpSync(inProject(name), join(folder, name), { recursive: true });
  }
  // A link to the folder would lie outside of what Next's bundler looks at.
  const copied = await runProgram("cp", ["-a", inProject("node_modules"), folder], { signal });
  if (copied.code !== 0) throw new Refusal("node_modules could not be copied.");
}

async function buildIn(folder: string, signal: AbortSignal): Promise<void> {
  const next = join(folder, "node_modules", "next", "dist", "bin", "next");
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", INIT_CWD: folder };
  const { code, output } = await runProgram(
    "env",
    ["--chdir", folder, process.execPath, next, "build"],
    { env, signal, quiet: true },
  );
  if (code !== 0) throw new Refusal("next build failed.", output.trim().slice(-2_000));
}

/** Each file by its path below `.next`: those that browsers load, and those that answers are made of. */
function readBuild(folder: string): ReadonlyMap<string, string> {
  const output = join(folder, ".next");
  const files = new Map<string, string>();
  for (const part of [
    "BUILD_ID",
    "build-manifest.json",
    "routes-manifest.json",
    "server",
    "static",
  ]) {
    const entries = part.includes(".") || part === "BUILD_ID" ? [part] : filesBelow(output, part);
    for (const path of entries) files.set(path, digest(join(output, path), folder));
  }
  return files;
}

function filesBelow(output: string, part: string): string[] {
  return readdirSync(join(output, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(map|nft\.json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1));
}

function digest(path: string, folder: string): string {
  const text = readFileSync(path, "latin1").replaceAll(folder, "").replace(chance, "");
  return createHash("sha256").update(text, "latin1").digest("hex");
}

function compare(first: ReadonlyMap<string, string>, second: ReadonlyMap<string, string>): Counts {
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  const different = paths.filter((path) => first.get(path) !== second.get(path));
  for (const path of different) console.error(`✗ .next/${path} differs`);
  return { passed: paths.length - different.length, failed: different.length };
}
