import type { IncomingMessage, ServerResponse } from "node:http";
import { writeDenied } from "../lib/access/decisions/denied.ts";
import { createHttpServer } from "../lib/api/http-server.ts";
import { attachRealtime } from "../lib/api/realtime/attach.ts";
import { stopServing } from "../lib/api/stop-serving.ts";
import { writeUses } from "../lib/authz/guard/uses.ts";
import { startUsageRecorder } from "../lib/business/facts/record-usage.ts";
import { closeDatabase } from "../lib/platform/db.ts";
import { env } from "../lib/platform/env.ts";
import { closeRedis } from "../lib/platform/redis.ts";

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What server.ts does, with other pages than Next's, which need a build. Says "listening". */
export function serveUntilStopped(pages: Pages): void {
  const { HOST, PORT } = env();
  const server = createHttpServer(pages);
  const stopRealtime = attachRealtime(server, (_request, socket) => socket.destroy());
  const stopRecorder = startUsageRecorder();
  server.listen(PORT, HOST, () => process.send?.("listening"));
  process.once("SIGTERM", async () => {
    await stopServing(server, stopRealtime);
    await stopRecorder();
    await writeDenied();
    await writeUses();
    await closeDatabase();
    closeRedis();
    process.exit(0);
  });
}
