import type { Server } from "node:http";
import type { Socket } from "node:net";
import ipaddr from "ipaddr.js";

/** Connections that one address may hold; those of open pages (WebSockets) are not counted. */
const MAX_PER_ADDRESS = 1_000;
/** Whoever has not sent a request's head by then, or the whole of it, is let go. */
const HEAD_MS = 15_000;
const REQUEST_MS = 120_000;

type Held = { readonly all: Set<Socket>; readonly idle: Set<Socket> };

/** Time limits for `createServer`: Node looks for overdue connections this often. */
export const timeLimits = {
  headersTimeout: HEAD_MS,
  requestTimeout: REQUEST_MS,
  connectionsCheckingInterval: 5_000,
};

/**
 * Lets no address hold more than `perAddress` connections: beyond that its oldest idle one ends, and
 * when none is idle, the new one. Not for servers behind a proxy, which all connections come from.
 */
export function limitSockets(server: Server, perAddress = MAX_PER_ADDRESS): void {
  const byAddress = new Map<string, Held>();
  const heldBy = new WeakMap<Socket, Held>();
  server.on("connection", (socket: Socket) => {
    const address = groupOf(socket.remoteAddress);
    const held = byAddress.get(address) ?? { all: new Set(), idle: new Set() };
    byAddress.set(address, held);
    if (held.all.size >= perAddress) {
      const [oldest] = held.idle;
      (oldest ?? socket).destroy();
      if (!oldest) return;
      forget(held, oldest);
    }
    held.all.add(socket);
    held.idle.add(socket);
    heldBy.set(socket, held);
    socket.once("close", () => {
      forget(held, socket);
      if (held.all.size === 0 && byAddress.get(address) === held) byAddress.delete(address);
    });
  });
  server.on("request", ({ socket }, response) => {
    const held = heldBy.get(socket);
    held?.idle.delete(socket);
    response.once("close", () => {
      if (held?.all.has(socket)) held.idle.add(socket);
    });
  });
  server.on("upgrade", ({ socket }) => {
    const held = heldBy.get(socket);
    if (held) forget(held, socket);
  });
}

function forget({ all, idle }: Held, socket: Socket): void {
  all.delete(socket);
  idle.delete(socket);
}

/** One subscriber has all the addresses of an IPv6 /64. */
function groupOf(address: string | undefined): string {
  if (!address || !ipaddr.isValid(address)) return "";
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return parsed.parts.slice(0, 4).join(":");
}
