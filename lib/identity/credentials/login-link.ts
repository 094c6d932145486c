import { createHash, randomBytes, randomUUID } from "node:crypto";
import { isUuid, type Sql } from "../../platform/db.ts";
import { LOGIN_LINK_HOURS } from "./link-hours.ts";

export type LoginLink = { tenantId: string; linkId: string; secret: string };

/** `<tenant id>.<link id>.<256-bit secret>`: enough to find the row before the tenant is known. */
export function makeLoginLink(tenantId: string, linkId: string): { token: string; secret: string } {
  const secret = randomBytes(32).toString("base64url");
  return { token: `${tenantId}.${linkId}.${secret}`, secret };
}

/** Null when the text has not the form of a link's token. */
export function parseLoginLink(token: string): LoginLink | null {
  const [tenantId, linkId, secret, ...rest] = token.split(".");
  if (!tenantId || !linkId || !secret || rest.length > 0) return null;
  if (!isUuid(tenantId) || !isUuid(linkId)) return null;
  return { tenantId, linkId, secret };
}

export function hashLinkSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/**
 * Stores a new one-time link for a person, in a transaction that holds `lockAccess`; their earlier ones
 * stop working.
 * @returns its token, of which only a hash is kept.
 */
export async function storeLoginLink(sql: Sql, tenantId: string, userId: string): Promise<string> {
  const linkId = randomUUID();
  const { token, secret } = makeLoginLink(tenantId, linkId);
  await sql(
    `UPDATE login_links SET expires_at = clock_timestamp()
     WHERE tenant_id = $1::uuid AND user_id = $2::uuid AND used_at IS NULL
       AND expires_at > clock_timestamp()`,
    [tenantId, userId],
  );
  await sql(
    `INSERT INTO login_links (tenant_id, id, user_id, token_hash, created_at, expires_at)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4, clock_timestamp(),
       clock_timestamp() + make_interval(hours => $5::int))`,
    [tenantId, linkId, userId, hashLinkSecret(secret), LOGIN_LINK_HOURS],
  );
  return token;
}
