// `npm run gatehouse -- <command>`: what administrators do on the command line.
import { BadEnvironment } from "#lib/platform/env";
import { describeFailure, Refusal } from "./refusal.ts";

const usage = `npm run gatehouse -- <command>

  init                       create the platform tenant and its first administrator
  migrate                    bring the database schema up to date
  tenant create NAME         create a tenant and its first administrator
  api-key create             create an API key for a tenant
  import cloudtrail PATH…    send CloudTrail files through the API
  seed-demo                  load the demo tenants into an empty database

Add --help to a command for its options.`;

/** Commands are loaded when they are called: a migration must not need what an import needs. */
const commands: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  init: async () => (await import("./commands/init.ts")).init,
  migrate: async () => (await import("./commands/migrate.ts")).migrateCommand,
  tenant: async () => (await import("./commands/tenant.ts")).tenant,
  "api-key": async () => (await import("./commands/api-key.ts")).apiKey,
  import: async () => (await import("./commands/import.ts")).importCommand,
  "seed-demo": async () => (await import("./commands/seed-demo.ts")).seedDemo,
};

async function main([name, ...args]: string[]): Promise<number> {
  const load = name ? commands[name] : undefined;
  if (!load) {
    console.log(usage);
    if (!name || name === "--help" || name === "help") return 0;
    throw new Refusal(`There is no command "${name}".`);
  }
  const command = await load();
  return command(args);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof BadEnvironment ? error.message : describeFailure(error));
    process.exit(1);
  },
);
