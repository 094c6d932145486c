import "#lib/platform/load-env-file";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import next from "next";
import { writeDenied } from "#lib/access/decisions/denied";
import { withFilesOfOtherBuilds } from "#lib/api/build-files";
import { createHttpServer } from "#lib/api/http-server";
import { listen } from "#lib/api/listen";
import { attachRealtime } from "#lib/api/realtime/attach";
import { stopServing } from "#lib/api/stop-serving";
import { writeUses } from "#lib/authz/guard/uses";
import { startUsageRecorder } from "#lib/business/facts/record-usage";
import { readBuild, serverActionsKey } from "#lib/platform/build";
import { keepBuildFiles } from "#lib/platform/build-files";
import { CannotStart } from "#lib/platform/cannot-start";
import { requireSafeConnections } from "#lib/platform/check-database";
import { closeDatabase } from "#lib/platform/db";
import { env } from "#lib/platform/env";
import { environmentFile } from "#lib/platform/load-env-file";
import { log } from "#lib/platform/log";
import { joinPeers } from "#lib/platform/peers";
import { closeRedis } from "#lib/platform/redis";
import { startEmbeddedWorker } from "#lib/worker/embedded-worker";

async function main(): Promise<void> {
  const { NODE_ENV, HOST, PORT, PUBLIC_URL, AUTH_SECRET, GATEHOUSE_EMBEDDED_WORKER } = env();
  if (environmentFile) log.info({ file: environmentFile }, "read the environment from a file");
  process.env.NEXTAUTH_URL = PUBLIC_URL;
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= serverActionsKey(AUTH_SECRET);
  await requireSafeConnections(["app", "search"]);
  const build = NODE_ENV === "production" ? readBuild() : null;
  // Next ends every upgrade that it does not know: it hears only of those we pass on.
  const upgrades = createServer();
  const app = next({
    dir: import.meta.dirname,
    dev: NODE_ENV === "development",
    hostname: HOST,
    port: PORT,
    httpServer: upgrades,
  });
  // Next's hot reload, in development.
  const isNextUpgrade = ({ url }: IncomingMessage) =>
    NODE_ENV === "development" && url?.startsWith("/_next/") === true;
  const pages = app.getRequestHandler();
  const server = createHttpServer(
    build ? await withFilesOfOtherBuilds(build, pages) : pages,
    isNextUpgrade,
  );
  // Before anybody is answered: a page may ask another server for what it loads.
  if (build) await keepBuildFiles(build);
  const leavePeers = build ? await joinPeers(build.id) : undefined;
  await app.prepare();
  const stopRealtime = attachRealtime(server, (request, socket, head) => {
    if (!upgrades.emit("upgrade", request, socket, head)) socket.destroy();
  });
  await listen(server, PORT, HOST);
  log.info({ host: HOST, port: PORT }, "listening");
  const stopRecorder = startUsageRecorder();
  const worker = join(import.meta.dirname, "worker.ts");
  const stopWorker = GATEHOUSE_EMBEDDED_WORKER === "1" ? startEmbeddedWorker(worker) : undefined;

  const stop = async () => {
    await stopServing(server, stopRealtime);
    await stopWorker?.();
    await leavePeers?.();
    await stopRecorder();
    await app.close();
    await writeDenied();
    await writeUses();
    await closeDatabase();
    closeRedis();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  if (error instanceof CannotStart) console.error(error.message);
  else log.fatal({ err: error }, "the server could not start");
  process.exit(1);
});
