import { rmSync, writeFileSync } from "node:fs";
import { runProgram } from "../../local/children.ts";
import type { Cleanup } from "../../local/cleanup.ts";
import { inProject } from "../../local/project.ts";
import { Refusal } from "../../local/refusal.ts";
import { type Check, PASSED } from "./runner.ts";
import { cruiseArguments } from "./tools.ts";

const FILE = "lib/core/planted-violation.ts";
const VIOLATION = `import { env } from "../platform/env.ts";\n\nexport const planted = env;\n`;
const COMPLAINT = /error ([\w-]+): lib\/core\/planted-violation\.ts/;

/** Proves that the import rules bite: dependency-cruiser can pass blindly, as it has before. */
export function plantedViolation(cleanup: Cleanup, signal: AbortSignal): Check {
  return {
    group: "imports",
    title: "import rules catch a planted violation",
    run: async () => {
      cleanup.add(FILE, removePlanted);
      try {
        writeFileSync(inProject(FILE), VIOLATION);
        const { code, output } = await runProgram("depcruise", cruiseArguments(), {
          signal,
          quiet: true,
        });
        const rule = COMPLAINT.exec(output)?.[1];
        if (code === 0 || !rule) {
          throw new Refusal("dependency-cruiser did not notice it.", output.trim().slice(-2000));
        }
        console.log(`caught by the rule ${rule}`);
        return PASSED;
      } finally {
        removePlanted();
      }
    },
  };
}

/** Removes it, also when a run that was killed has left it in the tree. */
export function removePlanted(): void {
  rmSync(inProject(FILE), { force: true });
}
