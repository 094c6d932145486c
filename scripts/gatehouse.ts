// `npm run gatehouse -- <command>`: what administrators do on the command line.
import "#lib/platform/load-env-file";
import { CannotStart } from "#lib/platform/cannot-start";
import { describeFailure, Refusal } from "../local/refusal.ts";

const usage = `npm run gatehouse -- <command>

  init --email ADDRESS --name NAME
      create the schema, the platform tenant and its first administrator
  migrate
      bring the database schema up to date
  tenant create NAME --email ADDRESS --name NAME [--slug SLUG]
      create a tenant and its first administrator
  login-link --email ADDRESS [--tenant SLUG]
      make a one-time link for somebody who has lost theirs, or their password
  api-key create --tenant SLUG --name NAME [--scope PERMISSION]… [--days DAYS]
      create an API key, by default one that may send audit events
  import cloudtrail PATH… [--url URL] [--key-file FILE] [--again]
      send CloudTrail files through the API
  cache clear --tenant SLUG [--kind KIND] [--pattern PATTERN]
      forget what Redis holds for a tenant
  seed-demo
      load the demo tenants into an empty database`;

/** Commands are loaded when they are called: a migration must not need what an import needs. */
const commands: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  init: async () => (await import("./commands/init.ts")).init,
  migrate: async () => (await import("./commands/migrate.ts")).migrateCommand,
  tenant: async () => (await import("./commands/tenant.ts")).tenant,
  "login-link": async () => (await import("./commands/login-link.ts")).loginLink,
  "api-key": async () => (await import("./commands/api-key.ts")).apiKey,
  import: async () => (await import("./commands/import.ts")).importCommand,
  cache: async () => (await import("./commands/cache.ts")).cache,
  "seed-demo": async () => (await import("./commands/seed-demo.ts")).seedDemo,
};

async function main([name, ...args]: string[]): Promise<number> {
  const load = name ? commands[name] : undefined;
  const wantsHelp = !name || name === "help" || [name, ...args].includes("--help");
  if (wantsHelp && name !== "import") {
    console.log(usage);
    return 0;
  }
  if (!load) throw new Refusal(`There is no command "${name}".`, "See npm run gatehouse -- help");
  const command = await load();
  return command(args);
}

/** Refused, unknown host, wrong password, no such database: the address is wrong, not the program. */
const unreachable = ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "28P01", "28000", "3D000"];

/** What to print for a failure; stack traces only for defects of ours. */
function describe(error: unknown): string {
  if (error instanceof CannotStart) return `✗ ${error.message}`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  if (code.startsWith("ERR_PARSE_ARGS")) return `✗ ${message}`;
  if (unreachable.includes(code)) {
    return `✗ The database does not answer: ${message}\n  Check DATABASE_OWNER_URL.`;
  }
  return describeFailure(error);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(describe(error));
    process.exit(1);
  },
);
