import { randomUUID } from "node:crypto";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import { lockAccess } from "#lib/authz/change/lock-access";
import { recordEvents } from "#lib/events/record";
import { findKeyNamed, makeApiKey } from "#lib/identity/credentials/api-key";
import type { Sql } from "#lib/platform/db";
import { Refusal } from "../../local/refusal.ts";
import { commandLine } from "./administrator.ts";

type NewKey = {
  name: string;
  scopes: PermissionId[] /** Null: it does not expire. */;
  days: number | null;
};

/**
 * Creates a key for the tenant with this slug, with its audit event, in the caller's transaction of
 * the owner role.
 */
export async function createKeyFor(
  sql: Sql,
  slug: string,
  { name, scopes, days }: NewKey,
): Promise<{ key: string; tenantName: string }> {
  const [tenant] = await sql<{ id: string; name: string }>(
    "SELECT id, name FROM tenants WHERE slug = $1",
    [slug],
  );
  if (!tenant) throw new Refusal(`There is no tenant "${slug}".`);
  await sql("SELECT set_config('app.tenant_id', $1, true)", [tenant.id]);
  await lockAccess(sql, tenant.id);
  const taken = await findKeyNamed(sql, tenant.id, name);
  if (taken !== null) throw new Refusal(`There is a key called "${taken}" already.`);
  const id = randomUUID();
  const { key, secretHash } = makeApiKey(tenant.id, id);
  await sql(
    `INSERT INTO api_keys (tenant_id, id, name, secret_hash, scopes, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6))`,
    [tenant.id, id, name, secretHash, scopes, days],
  );
  await recordEvents(sql, tenant.id, commandLine, [
    { action: "api_key.created", target: { type: "api_key", id, name }, details: { scopes, days } },
  ]);
  return { key, tenantName: tenant.name };
}
