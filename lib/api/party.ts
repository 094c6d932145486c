import type { IncomingMessage } from "node:http";
import { parse as parseCookies } from "hono/utils/cookie";
import { networkOf } from "../identity/credentials/limits.ts";
import { sessionCookie } from "../identity/credentials/session-cookie.ts";
import { decodeSessionToken } from "../identity/credentials/session-token.ts";
import { env } from "../platform/env.ts";
import type { Party } from "../platform/fair-gate.ts";
import { headerOf, requestContext } from "../platform/request-context.ts";

/**
 * Whose share a request is of before anything was looked up: that of the session whose cookie was signed
 * here, or else that of its address among all strangers. What an API key says of itself anybody can write,
 * so it counts from when it is known: see `recogniseParty`.
 */
export function partyOf({ headers }: IncomingMessage): Party {
  const { name } = sessionCookie();
  const token = headers.cookie && parseCookies(headers.cookie, name)[name];
  const session = token ? decodeSessionToken(token, env().AUTH_SECRET) : null;
  if (session) return { tenantId: session.tenantId, session: session.sessionId };
  const { ip } = requestContext(headerOf(headers));
  // One subscriber has all the addresses of an IPv6 /64.
  return { tenantId: "", session: ip === null ? "" : networkOf(ip) };
}
