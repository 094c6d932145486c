// `npm test`: every check there is, each counted, on services of its own.

import type { Environment } from "../local/children.ts";
import { machineChecks } from "./checks/machine.ts";
import { readOptions } from "./checks/options.ts";
import { plantedViolations, removePlanted } from "./checks/planted-violations.ts";
import { type Check, runChecks, selectGroups } from "./checks/runner.ts";
import { claimTestFolder, startTestServices } from "./checks/services.ts";
import { runToEnd } from "./checks/session.ts";
import { runPlaywright, runVitest } from "./checks/suites.ts";
import { toolChecks } from "./checks/tools.ts";

const GROUPS = ["types", "lint", "imports", "unused", "unit", "e2e"];

const usage = `npm test -- [--only GROUP,…]

  --only GROUP,…  only some of ${GROUPS.join(", ")}`;

const options = { only: { type: "string" }, help: { type: "boolean", default: false } } as const;

await runToEnd(async (cleanup, signal) => {
  if (readOptions(options, usage).help) {
    console.log(usage);
    return null;
  }
  const groups = selectGroups(process.argv.slice(2), GROUPS);
  await claimTestFolder(cleanup);
  removePlanted();
  let services: Promise<Environment> | undefined;
  const withServices = async () => {
    services ??= startTestServices(cleanup, signal);
    return services;
  };
  const checks = [
    ...toolChecks(signal),
    plantedViolations(cleanup, signal),
    {
      group: "unit",
      title: "unit and database tests",
      run: async () => runVitest(await withServices(), signal),
    },
    {
      group: "e2e",
      title: "browser tests",
      run: async () => runPlaywright(await withServices(), signal),
    },
  ] satisfies Check[];
  const selected = GROUPS.filter((group) => groups.includes(group)).flatMap((group) =>
    checks.filter((check) => check.group === group),
  );
  return runChecks([...machineChecks(groups, signal), ...selected], signal);
});
