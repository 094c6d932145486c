import { closeDatabase } from "#lib/platform/db";
import { BadEnvironment, env } from "#lib/platform/env";
import { log } from "#lib/platform/log";
import { runWorker } from "#lib/worker/run-worker";

async function main(): Promise<void> {
  env();
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
  if (error instanceof BadEnvironment) console.error(error.message);
  else log.fatal({ err: error }, "the worker could not start");
  process.exit(1);
});
