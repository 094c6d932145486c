// `npm run conformance`: the portal against real input, which is kept outside of the repository.
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { inProject } from "../local/project.ts";
import { Refusal } from "../local/refusal.ts";
import { machineChecks } from "./checks/machine.ts";
import { readOptions } from "./checks/options.ts";
import { runChecks } from "./checks/runner.ts";
import { claimTestFolder, startTestServices } from "./checks/services.ts";
import { runToEnd } from "./checks/session.ts";
import { runVitest } from "./checks/suites.ts";

const DEFAULT_FOLDER = inProject("..", "shared", "data");

const usage = `npm run conformance

  Checks with the real input that lies in the folder CONFORMANCE_DATA.`;

const options = { help: { type: "boolean", default: false } } as const;

await runToEnd(async (cleanup, signal) => {
  if (readOptions(options, usage).help) {
    console.log(usage);
    return null;
  }
  const data = findData();
  if (data === null) {
    console.log(
      "There is no conformance data here: set CONFORMANCE_DATA to its folder. Nothing was checked.",
    );
    return null;
  }
  console.log(`Conformance data: ${data}`);
  await claimTestFolder(cleanup);
  const conformance = {
    group: "conformance",
    title: "conformance cases",
    run: async () => {
      const services = await startTestServices(cleanup, signal);
      const env = { ...services, CONFORMANCE_DATA: data };
      const counts = await runVitest(env, signal, ["--config", "vitest.conformance.config.ts"]);
      console.log(`${counts.passed + counts.failed} cases ran`);
      return counts;
    },
  };
  return runChecks([...machineChecks(["unit"], signal), conformance], signal);
});

/** The folder to check with; null when nobody has named one and the usual one is not there. */
function findData(): string | null {
  const named = process.env.CONFORMANCE_DATA;
  const folder = resolve(named || DEFAULT_FOLDER);
  if (!existsSync(folder)) {
    if (!named) return null;
    throw new Refusal(`CONFORMANCE_DATA names a folder that is not there: ${folder}`);
  }
  if (readdirSync(folder).length === 0)
    throw new Refusal(`The conformance data is empty: ${folder}`);
  return folder;
}
