import { join, resolve } from "node:path";
import { freePort } from "../embedded/ports.ts";
import { dataFolder } from "../project.ts";
import { Refusal } from "../refusal.ts";

export type Settings = {
  /** Start beside whatever runs, look at a few pages, stop, and delete everything again. */
  readonly check: boolean;
  /** Serve what the sources are now, again after each change, and log to the terminal. */
  readonly dev: boolean;
  readonly dataDir: string;
  readonly lockPath: string;
  readonly port: number;
  readonly url: string;
};

const DEFAULT_PORT = 3000;

/** Reads the command line and the environment; refuses what cannot work before anything starts. */
export async function readSettings(args: string[], env: NodeJS.ProcessEnv): Promise<Settings> {
  const [option, ...more] = args;
  if (more.length > 0 || (option !== undefined && option !== "--check" && option !== "--dev")) {
    throw new Refusal(`Unknown option: ${args.join(" ")}`, "There is --check, or --dev.");
  }
  const check = option === "--check";
  const folder = resolve(dataFolder());
  const port = check ? await freePort() : readPort(env.GATEHOUSE_PORT);
  return {
    check,
    dev: option === "--dev",
    dataDir: check ? join(folder, "check") : folder,
    lockPath: join(folder, check ? "check.lock" : "launcher.lock"),
    port,
    url: `http://127.0.0.1:${port}`,
  };
}

function readPort(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Refusal(`GATEHOUSE_PORT must be a port from 1 to 65535, not "${text}".`);
}
