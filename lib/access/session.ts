import { withTenantSql } from "../platform/db.ts";
import { env } from "../platform/env.ts";
import { singleton } from "../platform/singleton.ts";
import type { Actor, RequestContext } from "./actor.ts";
import { RecentlyRead } from "./recent.ts";
import { builtInRoles, permissionsOf, type RoleId } from "./roles.ts";
import { decodeSessionToken, type SessionRef } from "./session-token.ts";

type SessionPrincipal = {
  user_id: string;
  name: string;
  email: string;
  roles: string[];
};

const recent = () => singleton("recentSessions", () => new RecentlyRead<SessionPrincipal | null>());

// last_seen_at moves at most once a minute: a write per request would cost more than it tells.
const readSession = `
  WITH live AS (
    SELECT s.user_id, u.name, u.email::text, s.last_seen_at < now() - interval '1 minute' AS stale,
      ARRAY(SELECT r.role FROM role_assignments r
            WHERE r.tenant_id = s.tenant_id AND r.user_id = s.user_id) AS roles
    FROM sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
    WHERE s.tenant_id = $1 AND s.id = $2 AND s.revoked_at IS NULL AND s.expires_at > now()
      AND u.status = 'active'
  ), seen AS (
    UPDATE sessions SET last_seen_at = now()
    WHERE tenant_id = $1 AND id = $2 AND (SELECT stale FROM live)
  )
  SELECT user_id, name, email, roles FROM live`;

/**
 * The person behind a session cookie, or null when it was not signed here, has expired, was
 * revoked, or belongs to somebody disabled. At most 0.8 s old.
 */
export async function actorOfSession(
  token: string,
  request: RequestContext,
): Promise<Actor | null> {
  const ref = decodeSessionToken(token, env().AUTH_SECRET);
  if (!ref) return null;
  const principal = await recent().get(ref.sessionId, () => loadPrincipal(ref));
  if (!principal) return null;
  const roles = principal.roles.filter((role): role is RoleId => Object.hasOwn(builtInRoles, role));
  return {
    kind: "user",
    tenantId: ref.tenantId,
    id: principal.user_id,
    name: principal.name,
    email: principal.email,
    sessionId: ref.sessionId,
    onBehalfOf: null,
    roles,
    permissions: permissionsOf(roles),
    request,
  };
}

function loadPrincipal({ tenantId, sessionId }: SessionRef): Promise<SessionPrincipal | null> {
  return withTenantSql(tenantId, async (sql) => {
    const [row] = await sql<SessionPrincipal>(readSession, [tenantId, sessionId]);
    return row ?? null;
  });
}

/** Makes a revocation visible to this process at once; the others follow within a second. */
export function forgetSession(sessionId: string): void {
  recent().forget(sessionId);
}
