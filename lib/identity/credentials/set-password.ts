import type { Sql } from "../../platform/db.ts";

// One statement: whoever sees the new password sees no link and no session from before it.
const setIt = `
  WITH changed AS (
    UPDATE users SET password_hash = $3, unlocked_at = clock_timestamp()
    WHERE tenant_id = $1::uuid AND id = $2::uuid AND status = 'active'
      AND ($4::text IS NULL OR password_hash = $4)
    RETURNING id
  ), links AS (
    UPDATE login_links SET expires_at = clock_timestamp()
    WHERE tenant_id = $1::uuid AND user_id IN (SELECT id FROM changed) AND used_at IS NULL
      AND expires_at > clock_timestamp()
  ), ended AS (
    UPDATE sessions SET revoked_at = clock_timestamp()
    WHERE tenant_id = $1::uuid AND user_id IN (SELECT id FROM changed) AND revoked_at IS NULL
      AND expires_at > clock_timestamp() AND id IS DISTINCT FROM $5::uuid
    RETURNING id
  )
  SELECT (SELECT count(*)::int FROM ended) AS sessions FROM changed`;

type NewPassword = {
  tenantId: string;
  userId: string;
  /** What `hashPassword` made of it. */
  passwordHash: string;
  /** The hash that it replaces, when nothing else may be replaced; null for whatever there is. */
  replaces: string | null;
  /** The session that goes on; every other one of the person ends. */
  keepSession: string | null;
};

/**
 * Sets somebody's password, in a transaction that holds `lockAccess`: every one-time link that was made
 * before stops working, sessions end, and failed log-ins from before count no longer.
 * @returns how many sessions ended; null when the person is disabled or gone, or has another password
 *   than the one to replace.
 */
export async function setPassword(sql: Sql, password: NewPassword): Promise<number | null> {
  const { tenantId, userId, passwordHash, replaces, keepSession } = password;
  const [row] = await sql<{ sessions: number }>(setIt, [
    tenantId,
    userId,
    passwordHash,
    replaces,
    keepSession,
  ]);
  return row?.sessions ?? null;
}

/**
 * Ends every session and every one-time link of somebody who is kept out: being let in again brings
 * none of them back.
 * @returns how many sessions ended.
 */
export async function endCredentials(sql: Sql, tenantId: string, userId: string): Promise<number> {
  await sql(
    `UPDATE login_links SET expires_at = clock_timestamp()
     WHERE tenant_id = $1::uuid AND user_id = $2::uuid AND used_at IS NULL
       AND expires_at > clock_timestamp()`,
    [tenantId, userId],
  );
  const ended = await sql(
    `UPDATE sessions SET revoked_at = clock_timestamp()
     WHERE tenant_id = $1::uuid AND user_id = $2::uuid AND revoked_at IS NULL
       AND expires_at > clock_timestamp() RETURNING id`,
    [tenantId, userId],
  );
  return ended.length;
}
