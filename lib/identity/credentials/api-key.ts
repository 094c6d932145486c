import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import { type Access, accessOfScopes } from "../../authz/engine/access.ts";
import { permissionsEverywhere } from "../../authz/engine/decide.ts";
import type { Actor, RequestContext } from "../../authz/guard/actor.ts";
import { recordDenial } from "../../authz/guard/denials.ts";
import { policyAt } from "../../authz/store/policy-cache.ts";
import { principalAt } from "../../authz/store/principal.ts";
import { recentOfTenants } from "../../authz/store/recent-of-tenants.ts";
import { type Sql, withTenantSql } from "../../platform/db.ts";

/** The prefix lets secret scanners recognise a leaked key. */
const PREFIX = "ghk_";
const SECRET_BYTES = 32;
const BODY_BYTES = 16 + 16 + SECRET_BYTES;

type ApiKeyRef = { tenantId: string; apiKeyId: string; secretHash: Buffer };
type StoredKey = {
  name: string;
  secret_hash: Buffer;
  scopes: string[];
  created_by: string | null;
  refusal: string | null;
  access_version: string;
};
type KnownKey = StoredKey & { access: Access; permissions: ReadonlySet<PermissionId> };

const recent = () => recentOfTenants<KnownKey | null>("recentApiKeys");

function hashSecret(secret: Buffer): Buffer {
  return createHash("sha256").update(secret).digest();
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * A new key `ghk_` + base64url(tenant id | key id | 32 random bytes), and the SHA-256 to store.
 * The secret has 256 bits of entropy, so a plain hash is as good as a slow one.
 */
export function makeApiKey(
  tenantId: string,
  apiKeyId: string,
): { key: string; secretHash: Buffer } {
  const secret = randomBytes(SECRET_BYTES);
  const body = Buffer.concat([bytesOf(tenantId), bytesOf(apiKeyId), secret]);
  return { key: PREFIX + body.toString("base64url"), secretHash: hashSecret(secret) };
}

/** Reads what a key says of itself; null when it has not the form of a key. Nothing is verified. */
export function parseApiKey(key: string): ApiKeyRef | null {
  if (!key.startsWith(PREFIX) || key.length > 128) return null;
  const body = Buffer.from(key.slice(PREFIX.length), "base64url");
  if (body.length !== BODY_BYTES) return null;
  return {
    tenantId: uuidOf(body.subarray(0, 16)),
    apiKeyId: uuidOf(body.subarray(16, 32)),
    secretHash: hashSecret(body.subarray(32)),
  };
}

const readKey = `
  WITH stored AS (
    SELECT name, secret_hash, scopes, created_by,
      CASE WHEN revoked_at IS NOT NULL THEN 'The key was revoked.'
           WHEN expires_at <= now() THEN 'The key has expired.' END AS refusal,
      coalesce(last_used_at, '-infinity') < now() - interval '1 minute' AS stale
    FROM api_keys WHERE tenant_id = $1 AND id = $2
  ), used AS (
    UPDATE api_keys SET last_used_at = now()
    WHERE tenant_id = $1 AND id = $2 AND secret_hash = $3
      AND (SELECT stale AND refusal IS NULL FROM stored)
  )
  SELECT name, secret_hash, scopes, created_by, refusal, version::text AS access_version
  FROM stored, access_versions WHERE tenant_id = $1`;

/**
 * The program behind an API key, or null when the key is malformed, unknown, expired, revoked, its
 * secret is wrong, or the person who made it is disabled. It may do what its scopes say, as far as
 * that person may do it themselves. At most 0.8 s old. A key that exists but is refused is an event of its
 * tenant; one that names nothing is nobody's, and only logged by the caller.
 */
export async function actorOfApiKey(key: string, request: RequestContext): Promise<Actor | null> {
  const ref = parseApiKey(key);
  if (!ref) return null;
  const { tenantId, apiKeyId, secretHash } = ref;
  const id = `${tenantId}/${apiKeyId}`;
  let stored = await recent().get(id, () => load(ref));
  if (stored && Date.now() >= stored.access.validUntil) {
    recent().forget(id);
    stored = await recent().get(id, () => load(ref));
  }
  if (!stored) return null;
  const actor: Actor = {
    kind: "api_key",
    tenantId,
    id: apiKeyId,
    name: stored.name,
    email: null,
    sessionId: null,
    onBehalfOf: null,
    roles: [],
    access: stored.access,
    permissions: stored.permissions,
    request,
  };
  const genuine = timingSafeEqual(stored.secret_hash, secretHash);
  const refusal = genuine ? stored.refusal : "The secret of the key is wrong.";
  if (!refusal) return actor;
  await recordDenial(tenantId, actor, {
    action: "api_key.rejected",
    outcome: "denied",
    target: { type: "api_key", id: apiKeyId },
    reason: refusal,
  });
  return null;
}

async function load({ tenantId, apiKeyId, secretHash }: ApiKeyRef): Promise<KnownKey | null> {
  const [stored] = await withTenantSql(tenantId, (sql) =>
    sql<StoredKey>(readKey, [tenantId, apiKeyId, secretHash]),
  );
  if (!stored) return null;
  const { created_by: makerId, access_version: version, scopes } = stored;
  const maker = makerId === null ? null : await principalAt(tenantId, makerId, version, "all");
  const isOrphan = makerId !== null && maker === null;
  const policy = maker?.access.policy ?? (await policyAt(tenantId, version));
  const access = accessOfScopes(policy, isOrphan ? [] : scopes, maker?.access ?? null);
  return {
    ...stored,
    refusal: stored.refusal ?? (isOrphan ? "The person who made the key is disabled." : null),
    access,
    permissions: new Set(permissionsEverywhere(access)),
  };
}

/** Makes a revocation visible to this process at once; the others follow within a second. */
export function forgetApiKey(tenantId: string, apiKeyId: string): void {
  recent().forget(`${tenantId}/${apiKeyId}`);
}

/**
 * The name of a key of the tenant that is this name in any case and any Unicode form, among those that are
 * neither revoked nor expired; null when there is none.
 */
export async function findKeyNamed(
  sql: Sql,
  tenantId: string,
  name: string,
): Promise<string | null> {
  const [taken] = await sql<{ name: string }>(
    `SELECT name FROM api_keys
     WHERE tenant_id = $1::uuid AND folded_name(name) = folded_name($2)
       AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) LIMIT 1`,
    [tenantId, name],
  );
  return taken?.name ?? null;
}
