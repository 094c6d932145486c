import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { addressOf, forwarded, forwardedFor } from "./forwarded.ts";
import { log } from "./log.ts";
import { singleton } from "./singleton.ts";

const REQUEST_ID = "x-request-id";
const CLIENT_IP = "x-gatehouse-client-ip";
/** Which header the proxies append the client's address to. */
export type ProxyHeader = "x-forwarded-for" | "forwarded";

const acceptableId = /^[\w.:-]{8,128}$/;

/**
 * Settles who asks, once, at the edge: writes the request's id and the client's address into its
 * headers, over whatever the client claimed, so that Hono, Next and next-auth read the same.
 * `trustedProxies` is how many proxies of ours append to `proxyHeader`; with 0 it is ignored.
 * @returns the request id.
 */
export function stampRequest(
  request: IncomingMessage,
  trustedProxies: number,
  proxyHeader: ProxyHeader = "x-forwarded-for",
): string {
  const claimed = request.headers[REQUEST_ID];
  const fromProxy = trustedProxies > 0 && typeof claimed === "string" && acceptableId.test(claimed);
  const requestId = fromProxy ? claimed : randomUUID();
  request.headers[REQUEST_ID] = requestId;
  const ip = clientIp(request, trustedProxies, proxyHeader);
  if (ip) request.headers[CLIENT_IP] = ip;
  else delete request.headers[CLIENT_IP];
  return requestId;
}

function clientIp(
  { headers, socket }: IncomingMessage,
  trustedProxies: number,
  proxyHeader: ProxyHeader,
): string | null {
  const own = socket.remoteAddress ?? "";
  if (trustedProxies === 0) {
    if (headers["x-forwarded-for"] || headers.forwarded) warnOfProxy(own);
    return addressOf(own);
  }
  // Who connects writes no more hops than they like into a header that no proxy of ours appends to.
  const hops = [...hopsOf(headers, proxyHeader), own];
  return addressOf(hops.at(-1 - trustedProxies) ?? own);
}

function hopsOf(headers: IncomingHttpHeaders, proxyHeader: ProxyHeader): string[] {
  const listed = headers["x-forwarded-for"];
  if (proxyHeader === "x-forwarded-for" && listed) return forwardedFor(String(listed));
  // Where proxies append to X-Forwarded-For it is never missing; so these write the other one.
  return headers.forwarded ? forwarded(headers.forwarded) : [];
}

/** Said once: every client then seems to come from the proxy's address, and shares its limits. */
function warnOfProxy(from: string): void {
  singleton("warnedOfProxy", () => {
    const message =
      "A request came with X-Forwarded-For or Forwarded, and TRUSTED_PROXIES is 0: if a proxy stands before this server, set TRUSTED_PROXIES to how many there are. Until then every client has the proxy's address.";
    log.warn({ from }, message);
    return true;
  });
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
