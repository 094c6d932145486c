import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

const REQUEST_ID = "x-request-id";
const CLIENT_IP = "x-gatehouse-client-ip";
const acceptableId = /^[\w.:-]{8,128}$/;

/**
 * Settles who asks, once, at the edge: writes the request's id and the client's address into its
 * headers, over whatever the client claimed, so that Hono, Next and next-auth read the same.
 * `trustedProxies` is how many proxies of ours append to X-Forwarded-For; with 0 it is ignored.
 * @returns the request id.
 */
export function stampRequest(request: IncomingMessage, trustedProxies: number): string {
  const claimed = request.headers[REQUEST_ID];
  const fromProxy = trustedProxies > 0 && typeof claimed === "string" && acceptableId.test(claimed);
  const requestId = fromProxy ? claimed : randomUUID();
  request.headers[REQUEST_ID] = requestId;
  const ip = clientIp(request, trustedProxies);
  if (ip) request.headers[CLIENT_IP] = ip;
  else delete request.headers[CLIENT_IP];
  return requestId;
}

function clientIp(request: IncomingMessage, trustedProxies: number): string | null {
  const hops = [
    ...String(request.headers["x-forwarded-for"] ?? "").split(","),
    request.socket.remoteAddress ?? "",
  ];
  const address = hops.at(-1 - trustedProxies)?.trim() ?? request.socket.remoteAddress ?? "";
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}

/** Reads what `stampRequest` wrote. `get` is a header look-up by lower-case name. */
export function requestContext(get: (name: string) => string | null | undefined) {
  return {
    requestId: get(REQUEST_ID) ?? randomUUID(),
    ip: get(CLIENT_IP) ?? null,
    userAgent: get("user-agent")?.toWellFormed().slice(0, 512) ?? null,
  };
}

/** For `IncomingMessage.headers`, of which only the first of several values counts. */
export function headerOf(headers: IncomingHttpHeaders): (name: string) => string | undefined {
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
}
