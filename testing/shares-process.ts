// What server.ts serves, in a process of its own, with two pages in the place of Next's: a list of
// people, and the dry run of a change of a role that is sent as actions are.
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { parse as parseCookies } from "hono/utils/cookie";
import { listRoles } from "../lib/access/roles/queries.ts";
import { updateRole } from "../lib/access/roles/service.ts";
import { retryAfter, statusOf } from "../lib/api/http/problem.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { requirePermission } from "../lib/authz/guard/grant.ts";
import { GatehouseError } from "../lib/core/errors.ts";
import type { ActionError } from "../lib/core/result.ts";
import { actorOfSession } from "../lib/identity/credentials/session.ts";
import { sessionCookie } from "../lib/identity/credentials/session-cookie.ts";
import { getUser, searchUsers } from "../lib/identity/users/queries.ts";
import { headerOf, requestContext } from "../lib/platform/request-context.ts";
import { getTenant } from "../lib/platform/tenants.ts";
import { serveUntilStopped } from "./serve-until-stopped.ts";

serveUntilStopped(async (request, response) => {
  try {
    const actor = await actorOf(request);
    if (request.url === "/dry-run") return await dryRun(actor, request, response);
    response.end(await page(actor));
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    sayError(response, error);
  }
});

async function actorOf({ headers }: IncomingMessage): Promise<Actor> {
  const { name } = sessionCookie();
  const token = parseCookies(headers.cookie ?? "", name)[name] ?? "";
  const actor = await actorOfSession(token, requestContext(headerOf(headers)));
  if (!actor) throw new GatehouseError("unauthenticated", "Log in first.");
  return actor;
}

/** As pages do: several reads, some after others. */
async function page(actor: Actor): Promise<string> {
  const users = await requirePermission(actor, "user.read");
  const roles = await requirePermission(actor, "role.read");
  const tenant = await getTenant(actor.tenantId);
  const [people, all] = await Promise.all([
    searchUsers(users, {}, { limit: 50 }),
    listRoles(roles),
    getUser(users, actor.id),
  ]);
  return JSON.stringify({ tenant, people, all });
}

async function dryRun(
  actor: Actor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [change] = (await json(request)) as unknown[];
  const result = await updateRole.rehearse(actor, change);
  if (result.ok) response.end("rehearsed");
  else sayError(response, result.error);
}

function sayError(
  response: ServerResponse,
  { code, message }: Pick<ActionError, "code" | "message">,
): void {
  const seconds = retryAfter[code];
  if (seconds !== undefined) response.setHeader("Retry-After", String(seconds));
  response.writeHead(statusOf[code]).end(message);
}
