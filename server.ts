import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { createApi } from "#lib/api/app";
import { runWorker } from "#lib/jobs/run-worker";
import { closeDatabase } from "#lib/platform/db";
import { BadEnvironment, env } from "#lib/platform/env";
import { log } from "#lib/platform/log";
import { observeRequest } from "#lib/platform/observe-request";
import { closeRedis } from "#lib/platform/redis";
import { stampRequest } from "#lib/platform/request-context";
import { securityHeaders } from "#lib/platform/security-headers";

/** Paths that Hono answers; Next never sees them. */
const apiPath = /^\/(api\/v1(\/|$|\?)|healthz|readyz|metrics)/;

async function main(): Promise<void> {
  const { NODE_ENV, HOST, PORT, PUBLIC_URL, TRUSTED_PROXIES, GATEHOUSE_EMBEDDED_WORKER } = env();
  process.env.NEXTAUTH_URL ??= PUBLIC_URL;
  const app = next({ dev: NODE_ENV === "development", hostname: HOST, port: PORT });
  const pages = app.getRequestHandler();
  const api = getRequestListener(createApi().fetch, { overrideGlobalObjects: false });
  const headers = new Headers(securityHeaders(PUBLIC_URL));
  const server = createServer((request, response) => {
    const requestId = stampRequest(request, TRUSTED_PROXIES);
    response.setHeaders(headers);
    response.setHeader("X-Request-Id", requestId);
    const isApi = apiPath.test(request.url ?? "");
    observeRequest(request, response, isApi ? "api" : "pages", requestId);
    void (isApi ? api : pages)(request, response);
  });
  await app.prepare();
  const stopWorker = GATEHOUSE_EMBEDDED_WORKER === "1" ? await runWorker() : undefined;
  server.listen(PORT, HOST, () => log.info({ host: HOST, port: PORT }, "listening"));

  const stop = async () => {
    server.close();
    server.closeIdleConnections();
    await stopWorker?.();
    await app.close();
    await closeDatabase();
    closeRedis();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  if (error instanceof BadEnvironment) console.error(error.message);
  else log.fatal({ err: error }, "the server could not start");
  process.exit(1);
});
