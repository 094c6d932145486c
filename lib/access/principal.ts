import { type Sql, withTenantSql } from "../platform/db.ts";
import { isPermissionId, type PermissionId } from "./permissions.ts";
import { builtInRoles, type HeldRole, isBuiltInRole } from "./roles.ts";

/** What a person is and may do, as plain JSON, so that it can be cached. */
export type Principal = {
  userId: string;
  name: string;
  email: string;
  /** Built-in ones first, then by name. */
  roles: HeldRole[];
  permissions: PermissionId[];
};

type StoredRole = { id: string; name: string; description: string; permissions: string[] };
type StoredPerson = { user_id: string; name: string; email: string; roles: StoredRole[] };

const readPrincipals = `
  SELECT u.id AS user_id, u.name, u.email::text,
    (SELECT coalesce(json_agg(json_build_object(
        'id', r.id, 'name', r.name, 'description', r.description,
        'permissions', ARRAY(SELECT p.permission FROM role_permissions p
          WHERE p.tenant_id = r.tenant_id AND p.role_id = r.id)
      ) ORDER BY r.built_in DESC, lower(r.name)), '[]')
     FROM role_assignments a JOIN roles r ON r.tenant_id = a.tenant_id AND r.id = a.role
     WHERE a.tenant_id = u.tenant_id AND a.user_id = u.id) AS roles
  FROM users u WHERE u.tenant_id = $1 AND u.id = ANY ($2::uuid[]) AND u.status = 'active'`;

/** What these people are and may do now, by user id; those disabled or gone are missing. */
export async function readPrincipalsIn(
  sql: Sql,
  tenantId: string,
  userIds: readonly string[],
): Promise<Map<string, Principal>> {
  const rows = await sql<StoredPerson>(readPrincipals, [tenantId, userIds]);
  return new Map(rows.map((row) => [row.user_id, principalOf(row)]));
}

/** Like `readPrincipalsIn`, in a transaction of its own. */
export function loadPrincipals(
  tenantId: string,
  userIds: readonly string[],
): Promise<Map<string, Principal>> {
  return withTenantSql(tenantId, (sql) => readPrincipalsIn(sql, tenantId, userIds));
}

function principalOf({ user_id, name, email, roles }: StoredPerson): Principal {
  const permissions = new Set(roles.flatMap(permissionsOfStored));
  return {
    userId: user_id,
    name,
    email,
    roles: roles.map(heldRole),
    permissions: [...permissions],
  };
}

function heldRole({ id, name, description }: StoredRole): HeldRole {
  if (!isBuiltInRole(id)) return { id, name, sentence: description };
  return { id, name: builtInRoles[id].name, sentence: builtInRoles[id].sentence };
}

/** What a stored role allows: for a built-in one the code says it. */
export function permissionsOfStored(role: { id: string; permissions: string[] }): PermissionId[] {
  if (isBuiltInRole(role.id)) return [...builtInRoles[role.id].permissions];
  return role.permissions.filter(isPermissionId).sort();
}
