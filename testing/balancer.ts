import { once } from "node:events";
import { createServer, type IncomingMessage, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A load balancer of one test, which says who answers what. */
export type Balancer = {
  readonly url: string;
  /** From now on `choose` says, by a request's path, which of the servers answers it. */
  route(choose: (path: string) => number): void;
  stop(): Promise<void>;
};

/** Starts one on the loopback address; the servers' `ports` are not asked before somebody asks it. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  let choose: (path: string) => number = () => 0;
  const portFor = ({ url = "" }: IncomingMessage) => ports[choose(url)];
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const request = send({
      host: "127.0.0.1",
      port: portFor(incoming),
      method,
      path: url,
      headers,
    });
    request.on("response", (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    request.on("error", () => outgoing.destroy());
    incoming.pipe(request);
  });
  server.on("upgrade", (incoming, socket, head) => {
    const other = connect(portFor(incoming) ?? 0, "127.0.0.1");
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
      lines.push(`${incoming.rawHeaders[index]}: ${incoming.rawHeaders[index + 1]}`);
    }
    other.write(`${lines.join("\r\n")}\r\n\r\n`);
    other.write(head);
    socket.pipe(other).pipe(socket);
    for (const end of [socket, other])
      end.on("error", () => [socket, other].map((e) => e.destroy()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    route: (chosen) => {
      choose = chosen;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
