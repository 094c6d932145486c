import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { parse as parseCookies } from "hono/utils/cookie";
import { WebSocketServer } from "ws";
import { isBusy } from "../../core/errors.ts";
import { actorOfSession } from "../../identity/credentials/session.ts";
import { sessionCookie } from "../../identity/credentials/session-cookie.ts";
import { env } from "../../platform/env.ts";
import { log } from "../../platform/log.ts";
import { isOwnOrigin } from "../../platform/own-origin.ts";
import { headerOf, requestContext, stampRequest } from "../../platform/request-context.ts";
import { workFor } from "../../platform/unit-of-work.ts";
import { partyOf } from "../party.ts";
import { Hub } from "./hub.ts";
import { REALTIME_PATH } from "./schema.ts";

/** Pages send a few words: whoever sends more is not one. */
const MAX_MESSAGE_BYTES = 1024;

type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Serves WebSockets at `/realtime`; other upgrades go to `others` (Next's, in development).
 * @returns a function that ends every connection.
 */
export function attachRealtime(server: Server, others: OnUpgrade): () => void {
  const hub = new Hub();
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  server.on("upgrade", (request, socket, head) => {
    if (!isRealtime(request)) return others(request, socket, head);
    socket.on("error", (error) => log.debug({ err: error }, "realtime upgrade failed"));
    const requestId = stampRequest(request, env().TRUSTED_PROXIES, env().TRUSTED_PROXY_HEADER);
    workFor(partyOf(request), () => authenticate(request)).then(
      (actor) => {
        if (typeof actor === "string") return refuse(socket, actor);
        if (hub.isFull(actor)) return refuse(socket, "429 Too Many Requests");
        sockets.handleUpgrade(request, socket, head, (opened) => hub.add(opened, actor));
      },
      (error: unknown) => {
        if (!isBusy(error)) log.error({ err: error, requestId }, "realtime upgrade failed");
        refuse(socket, "503 Service Unavailable");
      },
    );
  });
  return () => hub.close();
}

/** Whether a request asks for a WebSocket at `/realtime`. */
export function isRealtime({ url, headers }: IncomingMessage): boolean {
  return url?.split("?")[0] === REALTIME_PATH && headers.upgrade?.toLowerCase() === "websocket";
}

/** The session, and with it the tenant, of a page of ours: a cookie travels from any site. */
async function authenticate(request: IncomingMessage) {
  if (!isOwnOrigin(request.headers.origin)) return "403 Forbidden";
  const { name } = sessionCookie();
  const token = parseCookies(request.headers.cookie ?? "", name)[name];
  const context = requestContext(headerOf(request.headers));
  const actor = token ? await actorOfSession(token, context) : null;
  const sessionId = actor?.sessionId;
  return actor && sessionId ? { ...actor, sessionId } : "401 Unauthorized";
}

/** Ends it for good: the other side could keep its half open for ever. */
function refuse(socket: Duplex, status: string): void {
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
