import { builtInRoles, isBuiltInRole } from "../../authz/catalogue/roles.ts";
import { ACCESS_TAG } from "../../authz/change/announce.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { memberCountOf } from "../../authz/store/holders.ts";
import { type RuleCondition, ruleCondition } from "../../core/attributes.ts";
import { decodeCursor, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { containing } from "../../core/search-text.ts";
import { cached } from "../../platform/cache.ts";
import { withTenantSnapshot } from "../../platform/db.ts";
import type { GroupRow, MemberPage, MemberRow, RulePreview } from "./schema.ts";

type StoredGroup = {
  id: string;
  name: string;
  description: string;
  rule: unknown;
  updated_at: Date;
  members: number;
  roles: GroupRow["roles"];
};

// Windows come as ISO 8601 texts: JSON has no dates.
const iso = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const readGroups = `
  SELECT g.id, g.name, g.description, g.rule, g.updated_at,
    ${memberCountOf("g.id")} AS members, coalesce(r.roles, '[]') AS roles
  FROM groups g
  LEFT JOIN (SELECT a.group_id, json_agg(json_build_object('id', r.id, 'name', r.name,
        'startsAt', ${iso("a.starts_at")}, 'endsAt', ${iso("a.ends_at")}, 'reason', a.reason)
      ORDER BY lower(r.name)) AS roles
    FROM group_roles a JOIN roles r ON r.tenant_id = a.tenant_id AND r.id = a.role
    WHERE a.tenant_id = $1 GROUP BY 1) r ON r.group_id = g.id
  WHERE g.tenant_id = $1 AND ($2::uuid IS NULL OR g.id = $2) ORDER BY lower(g.name)`;

function rowOf({ rule, updated_at, members, roles, ...group }: StoredGroup): GroupRow {
  return {
    ...group,
    rule: rule === null ? null : ruleCondition.array().parse(rule),
    memberCount: members,
    roles: roles.map((role) =>
      isBuiltInRole(role.id) ? { ...role, name: builtInRoles[role.id].name } : role,
    ),
    updatedAt: updated_at.toISOString(),
  };
}

/** Every group of the tenant, by name. */
export function listGroups({ tenantId }: Grant<"group.read">): Promise<GroupRow[]> {
  return cached("query", { tenantId, id: "groups", tags: [ACCESS_TAG] }, () =>
    withTenantSnapshot(tenantId, async (sql) =>
      (await sql<StoredGroup>(readGroups, [tenantId, null])).map(rowOf),
    ),
  );
}

/**
 * One group as it is now, for whoever edits it.
 * @throws GatehouseError not_found
 */
export async function getGroup(
  { tenantId }: Grant<"group.read">,
  groupId: string,
): Promise<GroupRow> {
  const [group] = await withTenantSnapshot(tenantId, (sql) =>
    sql<StoredGroup>(readGroups, [tenantId, groupId]),
  );
  if (!group) throw new GatehouseError("not_found", "There is no such group.");
  return rowOf(group);
}

const readMembers = (direction: "next" | "previous") => `
  SELECT u.id, u.name, u.email::text, u.status, m.added_at
  FROM group_members m JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
  WHERE m.tenant_id = $1 AND m.group_id = $2
    AND ($3::timestamptz IS NULL OR (m.added_at, u.id) ${direction === "next" ? "<" : ">"} ($3, $4::uuid))
    AND ($5::text IS NULL OR u.name ILIKE $5 OR u.email::text ILIKE $5)
  ORDER BY m.added_at ${direction === "next" ? "DESC" : "ASC"}, u.id ${direction === "next" ? "DESC" : "ASC"}
  LIMIT $6`;

type StoredMember = Omit<MemberRow, "addedAt"> & { added_at: Date };

/** The people of a group, those who came last first. */
export async function searchMembers(
  { tenantId }: Grant<"group.read">,
  { groupId, text }: { groupId: string; text?: string | undefined },
  paging: { cursor?: string | undefined; limit: number },
): Promise<MemberPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  // People mean the characters, not LIKE's wildcards.
  const like = containing(text);
  const rows = await withTenantSnapshot(tenantId, (sql) =>
    sql<StoredMember>(readMembers(cursor?.direction ?? "next"), [
      tenantId,
      groupId,
      cursor?.at ?? null,
      cursor?.id ?? null,
      like,
      paging.limit + 1,
    ]),
  );
  const page = pageOf(rows, paging.limit, cursor, ({ added_at, id }) => ({ at: added_at, id }));
  return {
    ...page,
    rows: page.rows.map(({ added_at, ...row }) => ({ ...row, addedAt: added_at.toISOString() })),
  };
}

const PREVIEWED = 20;

const readMatching = `
  SELECT id, name, email::text, count(*) OVER ()::int AS total FROM users
  WHERE tenant_id = $1
    AND matches_group_rule($2::jsonb, attributes || jsonb_build_object('email', email))
  ORDER BY lower(name), id LIMIT ${PREVIEWED}`;

/** Whom a rule would choose, before it is saved; disabled people as well, as the group will. */
export async function previewRule(
  { tenantId }: Grant<"group.read">,
  rule: readonly RuleCondition[],
): Promise<RulePreview> {
  type Matching = { id: string; name: string; email: string; total: number };
  const rows = await withTenantSnapshot(tenantId, (sql) =>
    sql<Matching>(readMatching, [tenantId, JSON.stringify(rule)]),
  );
  return {
    count: rows[0]?.total ?? 0,
    people: rows.map(({ id, name, email }) => ({ id, name, email })),
  };
}

/** The attributes that people of the tenant have, with the values most of them share. */
export async function listAttributes({
  tenantId,
}: Grant<"group.read">): Promise<{ name: string; values: string[] }[]> {
  return withTenantSnapshot(tenantId, (sql) =>
    sql<{ name: string; values: string[] }>(
      `SELECT name, (array_agg(value ORDER BY n DESC, value))[1:50] AS values
       FROM (SELECT a.key AS name, a.value, count(*) AS n FROM users u, jsonb_each_text(u.attributes) a
         WHERE u.tenant_id = $1 GROUP BY 1, 2) counted
       GROUP BY 1 ORDER BY 1`,
      [tenantId],
    ),
  );
}
