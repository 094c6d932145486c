import { existsSync } from "node:fs";
import { runProgram } from "../../local/children.ts";
import { inProject } from "../../local/project.ts";
import { type Check, type Counts, FAILED, PASSED } from "./runner.ts";

const CRUISED = [
  "app",
  "components",
  "lib",
  "proxy.ts",
  "server.ts",
  "worker.ts",
  "scripts",
  "demo",
  "testing",
  "local",
  "bench",
  "conformance",
  "e2e",
];

/** The checks that are one tool with one verdict. */
export function toolChecks(signal: AbortSignal): Check[] {
  const verdict = async (tool: string, args: string[]): Promise<Counts> => {
    const { code } = await runProgram(tool, args, { signal });
    return code === 0 ? PASSED : FAILED;
  };
  return [
    { group: "types", title: "types", run: () => verdict("tsc", ["--noEmit"]) },
    { group: "lint", title: "lint", run: () => verdict("biome", ["ci", "."]) },
    { group: "imports", title: "import rules", run: () => verdict("depcruise", cruiseArguments()) },
    { group: "unused", title: "dead code", run: () => verdict("knip", []) },
  ];
}

/** What dependency-cruiser is called with: every folder of ours that is there. */
export function cruiseArguments(): string[] {
  const paths = CRUISED.filter((path) => existsSync(inProject(path)));
  return [...paths, "--config", ".dependency-cruiser.cjs"];
}
