import "#lib/platform/load-env-file";
import { CannotStart } from "#lib/platform/cannot-start";
import { requireSafeConnections } from "#lib/platform/check-database";
import { closeDatabase } from "#lib/platform/db";
import { env } from "#lib/platform/env";
import { environmentFile } from "#lib/platform/load-env-file";
import { log } from "#lib/platform/log";
import { runWorker } from "#lib/worker/run-worker";

async function main(): Promise<void> {
  env();
  if (environmentFile) log.info({ file: environmentFile }, "read the environment from a file");
  await requireSafeConnections(["app", "search", "worker"]);
  const stopWorker = await runWorker();
  log.info("worker is running");
  const stop = async () => {
    await stopWorker();
    await closeDatabase();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  if (error instanceof CannotStart) console.error(error.message);
  else log.fatal({ err: error }, "the worker could not start");
  process.exit(1);
});
