import { runProgram } from "../../local/children.ts";
import { onPath } from "../../local/embedded/redis.ts";
import { readIfThere } from "../../local/files.ts";
import { Refusal } from "../../local/refusal.ts";
import { type Check, UNCOUNTED } from "./runner.ts";

/** Those that docs/operations has an example for. */
const proxies = ["nginx", "haproxy"];

/** Chromium without a user interface of its own: half of what a page costs otherwise. */
const browser = "chromium-headless-shell";

/** Installs the programs that the tests need beyond npm's packages, or says which to install. */
export function machineChecks(groups: readonly string[], signal: AbortSignal): Check[] {
  const needsRedis = groups.includes("unit") || groups.includes("e2e");
  const needsPooler = groups.includes("unit");
  const needsBrowser = groups.includes("e2e");
  const missing = [
    ...(needsRedis && !onPath("redis-server") ? ["redis-server"] : []),
    ...(needsPooler && !onPath("pgbouncer") ? ["pgbouncer"] : []),
    ...(needsBrowser ? proxies.filter((name) => !onPath(name)) : []),
    // Without its recommended packages the browser has no font at all.
    ...(needsBrowser && !onPath(browser) ? [browser, "fonts-liberation"] : []),
  ];
  if (missing.length === 0) return [];
  const install = isDebianRoot()
    ? () => installFromDebian(missing, signal)
    : () => installElsewhere(missing, signal);
  return [
    {
      group: "machine",
      title: `installing ${missing.join(", ")}`,
      run: async () => {
        await install();
        return UNCOUNTED;
      },
    },
  ];
}

/** The machine's own Chromium for Playwright; undefined where Playwright's own is used. */
export function chromiumPath(): string | undefined {
  return onPath(browser) ?? undefined;
}

function isDebianRoot(): boolean {
  const isDebian = /^ID="?debian"?$/m.test(readIfThere("/etc/os-release") ?? "");
  return isDebian && process.getuid?.() === 0 && onPath("apt-get") !== null;
}

async function installFromDebian(packages: string[], signal: AbortSignal): Promise<void> {
  // Runlevel 1 keeps the packages from starting their services: the tests start their own.
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = async (...args: string[]) => {
    const { code, output } = await runProgram("apt-get", args, { env, signal, quiet: true });
    if (code !== 0) throw new Refusal(`apt-get ${args[0]} failed.`, output.trim().slice(-2000));
  };
  await apt("update");
  await apt("install", "--yes", "--no-install-recommends", ...packages);
}

async function installElsewhere(missing: string[], signal: AbortSignal): Promise<void> {
  if (missing.includes(browser)) {
    const args = ["install", "--only-shell", "chromium"];
    const { code } = await runProgram("playwright", args, { signal });
    if (code !== 0) throw new Refusal("Playwright could not install its Chromium (see above).");
  }
  if (missing.includes("redis-server")) {
    throw new Refusal(
      "The tests need redis-server, and this machine has none.",
      "Install it: apt-get install redis-server, dnf install redis, or brew install redis.",
    );
  }
  for (const name of ["pgbouncer", ...proxies]) {
    if (!missing.includes(name)) continue;
    throw new Refusal(
      `The tests need ${name}, and this machine has none.`,
      "Install the package of that name: apt-get, dnf and brew have it.",
    );
  }
}
