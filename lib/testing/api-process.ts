// Runs the API in a process of its own, as server.ts does but without Next, which needs a build.
import { createHttpServer } from "../api/http-server.ts";
import { attachRealtime } from "../api/realtime/attach.ts";
import { startUsageRecorder } from "../kpis/record-usage.ts";
import { closeDatabase } from "../platform/db.ts";
import { env } from "../platform/env.ts";
import { closeRedis } from "../platform/redis.ts";

const { HOST, PORT } = env();
const server = createHttpServer(async (_request, response) => {
  response.writeHead(404).end();
});
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
