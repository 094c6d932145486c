import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { actorOfApiKey } from "../../identity/credentials/api-key.ts";
import { actorOfSession } from "../../identity/credentials/session.ts";
import { sessionCookie } from "../../identity/credentials/session-cookie.ts";
import { isOwnOrigin } from "../../platform/own-origin.ts";
import { recogniseParty } from "../../platform/unit-of-work.ts";
import type { ApiEnv } from "./environment.ts";

const bearer = /^Bearer +([\w-]+)$/i;
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Turns the API key or the session cookie of a request into its actor. A request that carries an
 * Authorization header is judged by it alone.
 * @throws GatehouseError unauthenticated, the same for every way a credential can be wrong.
 */
export const authenticate = createMiddleware<ApiEnv>(async (c, next) => {
  const authorization = c.req.header("authorization");
  const request = c.var.request;
  let actor: Actor | null = null;
  if (authorization !== undefined) {
    const key = bearer.exec(authorization)?.[1];
    actor = key ? await actorOfApiKey(key, request) : null;
    if (!actor) {
      c.header("WWW-Authenticate", 'Bearer realm="gatehouse", error="invalid_token"');
      const message = "The API key is malformed, unknown, expired or revoked.";
      throw new GatehouseError("unauthenticated", message);
    }
  } else {
    const cookie = getCookie(c, sessionCookie().name);
    if (cookie && !safeMethods.has(c.req.method)) requireOwnOrigin(c.req.header("origin"));
    actor = cookie ? await actorOfSession(cookie, request) : null;
    if (!actor) {
      c.header("WWW-Authenticate", 'Bearer realm="gatehouse"');
      const message = "Send an API key as Authorization: Bearer …, or log in.";
      throw new GatehouseError("unauthenticated", message);
    }
  }
  recogniseParty({ tenantId: actor.tenantId, session: actor.sessionId ?? actor.id });
  c.set("actor", actor);
  await next();
});

/** A cookie travels with requests that other sites make; their Origin gives them away. */
function requireOwnOrigin(origin: string | undefined): void {
  if (isOwnOrigin(origin)) return;
  throw new GatehouseError("unauthenticated", "This request did not come from Gatehouse itself.");
}
