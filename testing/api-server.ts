import type { AddressInfo } from "node:net";
import { createHttpServer } from "../lib/api/http-server.ts";
import { attachRealtime } from "../lib/api/realtime/attach.ts";

/** Serves the API alone, without Next, on a free port of this process. */
export async function startApi(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createHttpServer(async (_request, response) => {
    response.writeHead(404).end();
  });
  const stopRealtime = attachRealtime(server, (_request, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        stopRealtime();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
