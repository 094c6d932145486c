import type { IncomingMessage, ServerResponse } from "node:http";
import { textFault } from "../core/text.ts";
import { isOwnOrigin } from "../platform/own-origin.ts";

/** What pages and programs use; Next and Hono fail on the others (RFC 9110: TRACE, CONNECT). */
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

export const ODD_ADDRESS = "The address contains a character that no text here has.";

export type Refusal = { status: 400 | 403 | 405 | 413; message: string };

/** Why nobody shall answer a request, whatever its path, in origin form; null for one that can be. */
export function refusalOf({ method, url }: IncomingMessage): Refusal | null {
  if (!methods.includes(method ?? "")) return unsupported;
  // `*` is for the server as a whole (RFC 9110, 9.3.7), of which there is nothing to ask.
  return url?.startsWith("/") ? null : { status: 400, message: ODD_ADDRESS };
}

const unsupported: Refusal = { status: 405, message: "This method is not supported." };
/** What of the pages is sent something: log-in, and the actions that name themselves. */
const loginPath = /^\/api\/auth\//;

/**
 * Why no page shall answer: the address holds what no text has, or another site's page sent the
 * request, with a cookie of ours. The host that Next compares the origin with is made the one that was
 * judged here.
 */
export function pageRefusal(request: IncomingMessage): Refusal | null {
  if (hasOddText(request.url ?? "")) return { status: 400, message: ODD_ADDRESS };
  const { origin, host, "next-action": action } = request.headers;
  if (!changing.has(request.method ?? "")) return null;
  const isKnown = action !== undefined || loginPath.test(request.url ?? "");
  if (request.method !== "POST" || !isKnown) return unsupported;
  if (origin === undefined) return null;
  const originHost = URL.parse(origin)?.host;
  if (originHost && (isOwnOrigin(origin) || originHost === host)) {
    request.headers["x-forwarded-host"] = originHost;
    return null;
  }
  return { status: 403, message: "This request did not come from Gatehouse itself." };
}

export function refuse(response: ServerResponse, { status, message }: Refusal): void {
  if (status === 405) response.setHeader("Allow", methods.join(", "));
  // What is left of the request is not read.
  response.setHeader("Connection", "close");
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(message);
}

/** Whether an address has a NUL in it, or escapes that are no UTF-8: half of a surrogate pair is one. */
export function hasOddText(url: string): boolean {
  if (!url.includes("%")) return false;
  try {
    // People type a % that is no escape.
    const text = decodeURIComponent(url.replace(/%(?![\da-f]{2})/gi, "%25"));
    return textFault(text) !== null;
  } catch {
    return true;
  }
}
