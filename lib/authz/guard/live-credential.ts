import { GatehouseError } from "../../core/errors.ts";
import type { Sql } from "../../platform/db.ts";
import type { Actor } from "./actor.ts";

// What the transaction itself has ended (`xmin` is its own number) was alive when it began to.
const own = "pg_current_xact_id()::xid";

const findSession = `
  SELECT 1 FROM users u
  LEFT JOIN sessions s ON s.tenant_id = u.tenant_id AND s.user_id = u.id AND s.id = $3::uuid
  WHERE u.tenant_id = $1::uuid AND u.id = $2::uuid AND (u.status = 'active' OR u.xmin = ${own})
    AND ($3::uuid IS NULL OR s.expires_at > clock_timestamp()
      AND (s.revoked_at IS NULL OR s.xmin = ${own}))`;

const findKey = `
  SELECT 1 FROM api_keys k
  LEFT JOIN users u ON u.tenant_id = k.tenant_id AND u.id = k.created_by
  WHERE k.tenant_id = $1::uuid AND k.id = $2::uuid AND (k.revoked_at IS NULL OR k.xmin = ${own})
    AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
    AND (k.created_by IS NULL OR u.status = 'active' OR u.xmin = ${own})`;

/**
 * Whether the session or API key with which the actor came is still good, read now in the caller's
 * transaction: an actor can be 0.8 s old, and its transaction may have waited for a lock.
 * @throws GatehouseError unauthenticated when it was ended, revoked or has expired meanwhile.
 */
export async function requireLiveCredential(sql: Sql, actor: Actor): Promise<void> {
  if (actor.kind === "system") return;
  const rows =
    actor.kind === "user"
      ? await sql(findSession, [actor.tenantId, actor.id, actor.sessionId])
      : await sql(findKey, [actor.tenantId, actor.id]);
  if (rows.length > 0) return;
  const what = actor.kind === "user" ? "This session has ended" : "This key was revoked";
  throw new GatehouseError("unauthenticated", `${what} meanwhile. Nothing was changed.`);
}
