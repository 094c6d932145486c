import type { Sql } from "../../platform/db.ts";
import type { Target } from "../engine/decide.ts";
import { readTarget } from "../store/read-target.ts";

/** A resource of which a change says whose it is, where it lies, or that it is there. */
export type Ref = { type: string; id: string };

/** Where these resources lie now; those that are not registered under nothing, and nobody's. */
export async function readTargets(
  sql: Sql,
  tenantId: string,
  refs: readonly Ref[],
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const { type, id } of refs) {
    targets.push(await readTarget(sql, tenantId, { type, id, owner: null }));
  }
  return targets;
}

const findReached = `
  WITH keys AS (SELECT unnest($2::text[]) AS type, unnest($3::text[]) AS id),
  given AS (
    SELECT DISTINCT x.user_id, x.group_id FROM resource_grants x JOIN keys k ON k.type = x.resource_type
      AND x.resource_id IS NOT DISTINCT FROM k.id
    WHERE x.tenant_id = $1::uuid
  )
  SELECT user_id AS id FROM given WHERE user_id IS NOT NULL
  UNION SELECT m.user_id FROM group_members m JOIN given g ON g.group_id = m.group_id
    WHERE m.tenant_id = $1::uuid
  UNION SELECT user_id FROM user_identifiers WHERE tenant_id = $1::uuid
    AND key IN (SELECT identifier_key(owner) FROM unnest($4::text[]) AS owner)`;

/**
 * Ids of those who may have something by where these resources lie: their owners, and whoever was given
 * something on them or on what is above.
 */
export async function readReached(
  sql: Sql,
  tenantId: string,
  targets: readonly Target[],
): Promise<string[]> {
  if (targets.length === 0) return [];
  const keys: { type: string; id: string | null }[] = targets.flatMap(({ type, id, ancestors }) => [
    { type, id },
    ...ancestors.flatMap((above) => [above, { type: above.type, id: null }]),
  ]);
  const rows = await sql<{ id: string }>(findReached, [
    tenantId,
    keys.map((key) => key.type),
    keys.map((key) => key.id),
    targets.flatMap(({ owner }) => owner ?? []),
  ]);
  return rows.map(({ id }) => id);
}
