import { builtInRoles, matching } from "../../authz/catalogue/roles.ts";
import type { Concerned } from "../../authz/change/change-access.ts";
import type { Sql } from "../../platform/db.ts";

/**
 * Whom it concerns that these permissions come or go: by built-in roles, own roles and grants.
 * @param type one that comes or goes itself, with all that is given on it; null when it stays.
 */
export async function concernedBy(
  sql: Sql,
  tenantId: string,
  permissions: readonly string[],
  type: string | null,
): Promise<Concerned> {
  if (permissions.length === 0 && type === null) return {};
  const builtIn = Object.entries(builtInRoles)
    .filter(([, { allows }]) => allows.some((each) => matching(each, permissions).length > 0))
    .map(([id]) => id);
  const own = await sql<{ role_id: string }>(
    `SELECT DISTINCT role_id FROM role_permissions
     WHERE tenant_id = $1::uuid AND permission = ANY ($2::text[])`,
    [tenantId, permissions],
  );
  const receivers = await sql<Receiver>(
    `SELECT user_id, group_id FROM resource_grants
     WHERE tenant_id = $1::uuid AND (permission = ANY ($2::text[]) OR resource_type = $3)`,
    [tenantId, permissions, type],
  );
  return { ...receiversOf(receivers), roles: [...builtIn, ...own.map((each) => each.role_id)] };
}

type Receiver = { user_id: string | null; group_id: string | null };

function receiversOf(receivers: readonly Receiver[]): Concerned {
  const users = receivers.flatMap(({ user_id }) => user_id ?? []);
  const groups = receivers.flatMap(({ group_id }) => group_id ?? []);
  return { users: [...new Set(users)], groups: [...new Set(groups)] };
}
