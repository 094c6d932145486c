import { cpSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { inProject } from "../local/project.ts";

/** What a server of the production build runs on, beside node_modules. */
const parts = [
  ".next",
  "lib",
  "local",
  "next.config.js",
  "package.json",
  "prisma",
  "public",
  "server.ts",
  "tsconfig.json",
  "worker.ts",
];
/** What a build leaves for the next one, and no server reads. */
const leftovers = /\/\.next\/(cache|dev|diagnostics|trace[^/]*|turbopack|types)(\/|$)/;
const texts = new Set([".css", ".html", ".js", ".json", ".rsc", ""]);

/**
 * Makes in `folder` what the next version's build would be, without building: the production build with
 * another name, whose pages load files of other names, and without the server action `removed`.
 */
export function makeOtherVersion(folder: string, removed: string): void {
  for (const part of parts) {
    cpSync(inProject(part), join(folder, part), {
      recursive: true,
      filter: (source) => !leftovers.test(source),
    });
  }
  symlinkSync(inProject("node_modules"), join(folder, "node_modules"));
  const output = join(folder, ".next");
  const renamed = namesToChange(output, removed);
  // Of letters, digits, - and _ only.
  const names = new RegExp([...renamed.keys()].join("|"), "g");
  const rename = (text: string) => text.replace(names, (name) => renamed.get(name) ?? name);
  for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !texts.has(extname(entry.name))) continue;
    const path = join(entry.parentPath, entry.name);
    const before = readFileSync(path, "utf8");
    const after = rename(before);
    if (after !== before) writeFileSync(path, after);
  }
  for (const part of ["static", "static/chunks"]) renameFiles(join(output, part), rename);
}

/** Each name of the build that the next one has another for: its own, its files' and the action's. */
function namesToChange(output: string, removed: string): Map<string, string> {
  const id = readFileSync(join(output, "BUILD_ID"), "utf8").trim();
  const files = readdirSync(join(output, "static", "chunks")).map(
    (file) => file.split(".")[0] ?? "",
  );
  const manifest = readFileSync(join(output, "server", "server-reference-manifest.json"), "utf8");
  const actions: Record<string, { exportedName: string }> = JSON.parse(manifest).node;
  const action = Object.keys(actions).find((known) => actions[known]?.exportedName === removed);
  if (!action) throw new Error(`there is no server action ${removed}`);
  return new Map([...files, id, action].map((name) => [name, another(name)]));
}

/** A name of the same form, as hashes of other contents have. */
function another(name: string): string {
  return `${name.slice(0, -1)}${name.endsWith("0") ? "1" : "0"}`;
}

function renameFiles(folder: string, rename: (text: string) => string): void {
  for (const name of readdirSync(folder)) {
    const renamed = rename(name);
    if (renamed !== name) renameSync(join(folder, name), join(folder, renamed));
  }
}
