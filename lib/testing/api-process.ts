// Runs the API in a process of its own, as server.ts does but without Next, which needs a build.
import { createHttpServer } from "../api/http-server.ts";
import { closeDatabase } from "../platform/db.ts";
import { env } from "../platform/env.ts";
import { closeRedis } from "../platform/redis.ts";

const { HOST, PORT } = env();
const server = createHttpServer(async (_request, response) => {
  response.writeHead(404).end();
});
server.listen(PORT, HOST, () => process.send?.("listening"));

process.once("SIGTERM", async () => {
  server.close();
  server.closeIdleConnections();
  await closeDatabase();
  closeRedis();
  process.exit(0);
});
