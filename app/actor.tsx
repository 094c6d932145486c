import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache, type ReactNode } from "react";
import type { z } from "zod";
import { NotPermitted } from "#components/shell/not-permitted.tsx";
import type { Action } from "#lib/action/define-action";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { Actor, RequestContext } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { PermissionDenied } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { actorOfSession } from "#lib/identity/credentials/session";
import { sessionCookie } from "#lib/identity/credentials/session-cookie";
import { requestContext } from "#lib/platform/request-context";
import { getTenant } from "#lib/platform/tenants";

/** Where the current request came from. */
export async function currentRequest(): Promise<RequestContext> {
  const incoming = await headers();
  return requestContext((name) => incoming.get(name));
}

/** The logged-in person, or null; looked up once per request. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  return token ? actorOfSession(token, await currentRequest()) : null;
});

/** The logged-in person; sends everybody else to the log-in page, and back here afterwards. */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (actor) return actor;
  const path = (await headers()).get("x-gatehouse-path") ?? "/";
  redirect(path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`);
}

/** The tenant of the logged-in person. */
export const currentTenant = cache(async () => getTenant((await requireActor()).tenantId));

/** A page that cannot be reached without its permission: who lacks it is told so instead. */
export function permittedPage<P extends PermissionId, Props>(
  permission: P,
  page: (grant: Grant<P>, props: Props) => ReactNode | Promise<ReactNode>,
) {
  return async (props: Props): Promise<ReactNode> => {
    const actor = await requireActor();
    try {
      return await page(await requirePermission(actor, permission), props);
    } catch (error) {
      if (error instanceof PermissionDenied) return <NotPermitted permission={permission} />;
      throw error;
    }
  };
}

/** Runs an action for the logged-in person; what every server action consists of. */
export async function runAction<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
): Promise<Result<Data>> {
  return action(await requireActor(), input);
}
