// `npm run fuzz`: sends odd requests to every route of the API, and fails at the first 5xx.
import { Refusal } from "../local/refusal.ts";
import { machineChecks } from "./checks/machine.ts";
import { readOptions } from "./checks/options.ts";
import { runChecks } from "./checks/runner.ts";
import { claimTestFolder, startTestServices } from "./checks/services.ts";
import { runToEnd } from "./checks/session.ts";
import { runVitest } from "./checks/suites.ts";

const usage = `npm run fuzz -- [--requests COUNT] [--seed TEXT]

  --requests COUNT  how many requests to send (100000)
  --seed TEXT       what the requests are drawn from; the same ones for the same text`;

const options = {
  requests: { type: "string", default: "100000" },
  seed: { type: "string", default: "gatehouse" },
  help: { type: "boolean", default: false },
} as const;

await runToEnd(async (cleanup, signal) => {
  const { requests, seed, help } = readOptions(options, usage);
  if (help) {
    console.log(usage);
    return null;
  }
  if (!/^[1-9]\d{0,8}$/.test(requests)) throw new Refusal("--requests takes a number.", usage);
  await claimTestFolder(cleanup);
  const fuzz = {
    group: "unit",
    title: `${requests} requests over every route`,
    run: async () => {
      const services = await startTestServices(cleanup, signal);
      const env = { ...services, FUZZ_REQUESTS: requests, FUZZ_SEED: seed };
      return runVitest(env, signal, ["testing/fuzz"]);
    },
  };
  return runChecks([...machineChecks(["unit"], signal), fuzz], signal);
});
