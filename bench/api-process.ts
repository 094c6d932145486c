// What lib/testing/api-process.ts serves, and beside it the least that a Hono route can do, on the
// same port: the baseline of bench/api.ts.
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createHttpServer } from "#lib/api/http-server";
import { attachRealtime } from "#lib/api/realtime/attach";
import { startUsageRecorder } from "#lib/kpis/record-usage";
import { closeDatabase } from "#lib/platform/db";
import { env } from "#lib/platform/env";
import { closeRedis } from "#lib/platform/redis";

const bare = new Hono().get("/hello", (c) => c.text("hello"));

const { HOST, PORT } = env();
const server = createHttpServer(getRequestListener(bare.fetch, { overrideGlobalObjects: false }));
const stopRealtime = attachRealtime(server, (_request, socket) => socket.destroy());
const stopRecorder = startUsageRecorder();
server.listen(PORT, HOST, () => process.send?.("listening"));

process.once("SIGTERM", async () => {
  server.close();
  stopRealtime();
  server.closeIdleConnections();
  await stopRecorder();
  await closeDatabase();
  closeRedis();
  process.exit(0);
});
