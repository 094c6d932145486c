import type { IncomingMessage, ServerResponse } from "node:http";
import { writeUses } from "../access/uses.ts";
import { createHttpServer } from "../api/http-server.ts";
import { attachRealtime } from "../api/realtime/attach.ts";
import { writeDenied } from "../decisions/denied.ts";
import { startUsageRecorder } from "../kpis/record-usage.ts";
import { closeDatabase } from "../platform/db.ts";
import { env } from "../platform/env.ts";
import { closeRedis } from "../platform/redis.ts";

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What server.ts does, with other pages than Next's, which need a build. Says "listening". */
export function serveUntilStopped(pages: Pages): void {
  const { HOST, PORT } = env();
  const server = createHttpServer(pages);
  const stopRealtime = attachRealtime(server, (_request, socket) => socket.destroy());
  const stopRecorder = startUsageRecorder();
  server.listen(PORT, HOST, () => process.send?.("listening"));
  process.once("SIGTERM", async () => {
    server.close();
    stopRealtime();
    server.closeIdleConnections();
    await stopRecorder();
    await writeDenied();
    await writeUses();
    await closeDatabase();
    closeRedis();
    process.exit(0);
  });
}
