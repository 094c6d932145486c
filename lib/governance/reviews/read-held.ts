import { memberCountOf } from "../../authz/store/holders.ts";
import type { Sql } from "../../platform/db.ts";
import type { DraftLine, GroupContent, Groups } from "./draft.ts";

type Window = Pick<DraftLine, "reason" | "since" | "startsAt" | "endsAt">;
const windowOf = (t: string) =>
  `${t}.reason, ${t}.starts_at AS "startsAt", ${t}.ends_at AS "endsAt"`;
const inForce = (t: string) => `(${t}.ends_at IS NULL OR ${t}.ends_at > now())`;

const blank = { user: null, group: null, role: null, grant: null, peopleCount: null, path: [] };

/** Who was given one of these roles, now or from later on. */
export async function readAssignments(sql: Sql, tenantId: string, roleIds: readonly string[]) {
  type Row = Window & { userId: string; userName: string; roleId: string };
  const rows = await sql<Row>(
    `SELECT a.user_id AS "userId", u.name AS "userName", a.role AS "roleId",
       a.assigned_at AS since, ${windowOf("a")}
     FROM role_assignments a JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.user_id
     WHERE a.tenant_id = $1::uuid AND a.role = ANY ($2::text[]) AND ${inForce("a")}`,
    [tenantId, roleIds],
  );
  return rows.map(({ userId, userName, ...row }) => ({
    ...blank,
    ...row,
    kind: "assignment" as const,
    user: { id: userId, name: userName },
  }));
}

type OfGroups = { roleIds?: readonly string[]; groupIds?: readonly string[] };

/** Which groups were given one of these roles, or whatever these groups were given. */
export async function readGroupRoles(sql: Sql, tenantId: string, { roleIds, groupIds }: OfGroups) {
  type Row = Window & { groupId: string; groupName: string; roleId: string; peopleCount: number };
  const rows = await sql<Row>(
    `SELECT a.group_id AS "groupId", g.name AS "groupName", a.role AS "roleId",
       a.assigned_at AS since, ${windowOf("a")}, ${memberCountOf("a.group_id")} AS "peopleCount"
     FROM group_roles a JOIN groups g ON g.tenant_id = a.tenant_id AND g.id = a.group_id
     WHERE a.tenant_id = $1::uuid AND ($2::text[] IS NULL OR a.role = ANY ($2))
       AND ($3::uuid[] IS NULL OR a.group_id = ANY ($3)) AND ${inForce("a")}`,
    [tenantId, roleIds ?? null, groupIds ?? null],
  );
  return rows.map(({ groupId, groupName, ...row }) => ({
    ...blank,
    ...row,
    kind: "group_role" as const,
    group: { id: groupId, name: groupName },
  }));
}

/** Who is in these groups by hand: those whom a rule chooses are no decision of anybody. */
export async function readMembers(sql: Sql, tenantId: string, groupIds: readonly string[]) {
  type Row = { userId: string; userName: string; groupId: string; groupName: string; since: Date };
  const rows = await sql<Row>(
    `SELECT m.user_id AS "userId", u.name AS "userName", m.group_id AS "groupId",
       g.name AS "groupName", m.added_at AS since
     FROM group_members m JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
     JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
     WHERE m.tenant_id = $1::uuid AND m.group_id = ANY ($2::uuid[]) AND g.rule IS NULL`,
    [tenantId, groupIds],
  );
  return rows.map(({ userId, userName, groupId, groupName, since }) => ({
    ...blank,
    since,
    reason: "",
    startsAt: null,
    endsAt: null,
    kind: "membership" as const,
    user: { id: userId, name: userName },
    group: { id: groupId, name: groupName },
  }));
}

type OfGrants = {
  groupIds?: readonly string[];
  types?: readonly string[];
  permissions?: readonly string[];
};

/** What was given on resources: to these groups, on these types, or of these permissions. */
export async function readGrants(sql: Sql, tenantId: string, wanted: OfGrants) {
  type Row = Window & {
    id: string;
    userId: string | null;
    groupId: string | null;
    name: string;
    permission: string;
    resourceType: string;
    resourceId: string | null;
    peopleCount: number | null;
  };
  const { groupIds = null, types = null, permissions = null } = wanted;
  const rows = await sql<Row>(
    `SELECT x.id, x.user_id AS "userId", x.group_id AS "groupId", coalesce(u.name, g.name) AS name,
       x.permission, x.resource_type AS "resourceType", x.resource_id AS "resourceId",
       x.created_at AS since, ${windowOf("x")}, CASE WHEN x.group_id IS NOT NULL THEN
         ${memberCountOf("x.group_id")} END AS "peopleCount"
     FROM resource_grants x
     LEFT JOIN users u ON u.tenant_id = x.tenant_id AND u.id = x.user_id
     LEFT JOIN groups g ON g.tenant_id = x.tenant_id AND g.id = x.group_id
     WHERE x.tenant_id = $1::uuid AND x.effect = 'allow' AND ${inForce("x")}
       AND (x.group_id = ANY ($2::uuid[]) OR x.resource_type = ANY ($3::text[])
         OR x.permission = ANY ($4::text[]))`,
    [tenantId, groupIds, types, permissions],
  );
  return rows.map(
    ({ id, userId, groupId, name, permission, resourceType, resourceId, ...row }) => ({
      ...blank,
      ...row,
      kind: "grant" as const,
      user: userId ? { id: userId, name } : null,
      group: groupId ? { id: groupId, name } : null,
      grant: { id, permission, resourceType, resourceId },
    }),
  );
}

/** The groups that lines name, each once. */
export function groupsWith(lines: readonly Pick<DraftLine, "group">[]): string[] {
  return [...new Set(lines.flatMap(({ group }) => group?.id ?? []))];
}

/** Groups by id, with who is in them and what they have. */
export async function readGroups(
  sql: Sql,
  tenantId: string,
  groupIds: readonly string[],
): Promise<Groups> {
  if (groupIds.length === 0) return new Map();
  const rows = await sql<GroupContent>(
    `SELECT g.id, g.name, g.rule IS NOT NULL AS "hasRule",
       ARRAY(SELECT m.user_id::text FROM group_members m
         WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id) AS "memberIds",
       ARRAY(SELECT r.role FROM group_roles r WHERE r.tenant_id = g.tenant_id
         AND r.group_id = g.id AND ${inForce("r")} ORDER BY 1) AS roles,
       coalesce((SELECT json_agg(json_build_object('id', x.id, 'permission', x.permission,
           'effect', x.effect, 'resourceType', x.resource_type, 'resourceId', x.resource_id))
         FROM resource_grants x WHERE x.tenant_id = g.tenant_id AND x.group_id = g.id
           AND ${inForce("x")}), '[]') AS grants
     FROM groups g WHERE g.tenant_id = $1::uuid AND g.id = ANY ($2::uuid[])
     ORDER BY lower(g.name)`,
    [tenantId, groupIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
