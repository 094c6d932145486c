import "#lib/platform/load-env-file";
import { listenToOwn } from "#lib/platform/bus";
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
  let stopping = false;
  const stop = async () => {
    // Ctrl-C reaches a server and its worker alike, and then the server tells the worker as well.
    if (stopping) return;
    stopping = true;
    await stopWorker();
    await closeDatabase();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (process.connected) endWithServer(stop);
}

/** Beside a server (lib/worker/embedded-worker.ts) it tells that server, and does not outlive it. */
function endWithServer(stop: () => Promise<void>): void {
  listenToOwn((message) => process.send?.(message));
  process.once("disconnect", stop);
}

main().catch((error: unknown) => {
  if (error instanceof CannotStart) console.error(error.message);
  else log.fatal({ err: error }, "the worker could not start");
  process.exit(1);
});
