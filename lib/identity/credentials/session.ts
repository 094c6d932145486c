import type { Actor, RequestContext } from "../../authz/guard/actor.ts";
import { type Principal, principalAt } from "../../authz/store/principal.ts";
import { forgetPrincipal, recentPrincipals } from "../../authz/store/recent-principals.ts";
import { withTenantSql } from "../../platform/db.ts";
import { env } from "../../platform/env.ts";
import { decodeSessionToken, type SessionRef } from "./session-token.ts";

/** Whose a live session is, and at which version of the tenant's access. */
export type LiveSession = {
  userId: string;
  accessVersion: string;
  /** Ids of the roles that it uses among those that exclude each other. */
  activeRoles: readonly string[];
};

const liveSessions = `
  SELECT s.id, s.user_id, s.active_roles, v.version::text AS access_version,
    s.last_seen_at < now() - interval '1 minute' AS stale
  FROM sessions s
  JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id AND u.status = 'active'
  JOIN access_versions v ON v.tenant_id = s.tenant_id
  WHERE s.tenant_id = $1 AND s.id = ANY ($2::uuid[]) AND s.revoked_at IS NULL
    AND s.expires_at > now()`;

// last_seen_at moves at most once a minute: a write per request would cost more than it tells.
const useSession = `
  WITH live AS (${liveSessions}), seen AS (
    UPDATE sessions SET last_seen_at = now()
    WHERE tenant_id = $1 AND id IN (SELECT id FROM live WHERE stale)
  )
  SELECT id, user_id, active_roles, access_version FROM live`;

/**
 * Which of these sessions live, read now from the database; the others are missing. Looking does
 * not count as using them.
 */
export function checkSessions(
  tenantId: string,
  sessionIds: readonly string[],
): Promise<Map<string, LiveSession>> {
  return readSessions(liveSessions, tenantId, sessionIds);
}

async function readSessions(
  statement: string,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<Map<string, LiveSession>> {
  type Row = { id: string; user_id: string; active_roles: string[]; access_version: string };
  const rows = await withTenantSql(tenantId, (sql) => sql<Row>(statement, [tenantId, sessionIds]));
  return new Map(
    rows.map((row) => [
      row.id,
      { userId: row.user_id, accessVersion: row.access_version, activeRoles: row.active_roles },
    ]),
  );
}

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
  let known = await recentPrincipals().get(ref.sessionId, () => load(ref));
  if (known && Date.now() >= known.access.validUntil) {
    forgetPrincipal(ref.sessionId);
    known = await recentPrincipals().get(ref.sessionId, () => load(ref));
  }
  if (!known) return null;
  const { userId, name, email, roles, access, permissions } = known;
  return {
    kind: "user",
    tenantId: ref.tenantId,
    id: userId,
    name,
    email,
    sessionId: ref.sessionId,
    onBehalfOf: null,
    roles,
    access,
    permissions,
    request,
  };
}

/**
 * The session is always read from the database; what its person may do comes from the cache when
 * the version there is still the current one, so nothing that was taken away can come back from it.
 */
async function load({ tenantId, sessionId }: SessionRef): Promise<Principal | null> {
  const session = (await readSessions(useSession, tenantId, [sessionId])).get(sessionId);
  if (!session) return null;
  return principalAt(tenantId, session.userId, session.accessVersion, session.activeRoles);
}
