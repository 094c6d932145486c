import { globSync, readFileSync } from "node:fs";
import { inProject } from "../../local/project.ts";

const PROBED = /^lib\/[^/]+\/[^/]+\/(queries|service)\.ts$/;
const exported = /export (?:async )?function (\w+)(?:<[^(]*>)?\(((?:[^()]|\([^()]*\))*)\)/g;
const action = /export const (\w+) = (?:defineAction|\w*Action)\(/g;
const alias = /type (\w+) =[^;]*?\b(?:Grant<|Actor\b)/g;

/**
 * Every exported function of lib that takes a Grant or an Actor, and every action, that does not lie in
 * a `queries.ts` or `service.ts`, whose exports are all probed. As "governance/changes/search.name".
 */
export function guardedElsewhere(): string[] {
  const files = globSync("lib/**/*.ts", { cwd: inProject("."), exclude: ["**/*.test.ts"] });
  return files
    .filter((file) => !PROBED.test(file))
    .flatMap(guardedIn)
    .sort();
}

function guardedIn(file: string): string[] {
  const text = readFileSync(inProject(file), "utf8");
  const types = ["Grant<", "Actor", "Viewer", ...[...text.matchAll(alias)].map(([, name]) => name)];
  const guarded = new RegExp(`: (?:Pick<)?(?:${types.join("|")})(?![\\w])`);
  const functions = [...text.matchAll(exported)].filter(([, , taken = ""]) => guarded.test(taken));
  const names = [...functions, ...text.matchAll(action)].map(([, name]) => name);
  return names.map((name) => `${file.slice("lib/".length, -".ts".length)}.${name}`);
}
