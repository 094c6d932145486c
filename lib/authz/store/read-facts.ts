import { identifierKey } from "../../core/identifier.ts";
import type { Sql } from "../../platform/db.ts";
import type { PolicyFacts, PrincipalFacts } from "../engine/facts.ts";
import { tablesAsOf } from "./history.ts";

const policyTables = [
  "roles",
  "role_permissions",
  "role_parents",
  "resource_types",
  "resource_actions",
  "subject_types",
  "disabled_modules",
  "sod_rules",
  "sod_rule_roles",
  "sod_rule_permissions",
] as const;

const readPolicy = `
  SELECT
    (SELECT v.version::text FROM access_versions v WHERE v.tenant_id = $1) AS version,
    (SELECT coalesce(json_agg(json_build_object(
        'id', r.id, 'name', r.name, 'description', r.description,
        'parents', coalesce(p.parents, '{}'), 'entries', coalesce(e.entries, '[]')
      ) ORDER BY r.id), '[]')
      FROM roles r
      LEFT JOIN (SELECT role_id, array_agg(parent_id ORDER BY parent_id) AS parents
        FROM role_parents WHERE tenant_id = $1 GROUP BY 1) p ON p.role_id = r.id
      LEFT JOIN (SELECT role_id, json_agg(json_build_object('permission', permission,
          'effect', effect, 'ownOnly', own_only) ORDER BY permission) AS entries
        FROM role_permissions WHERE tenant_id = $1 GROUP BY 1) e ON e.role_id = r.id
      WHERE r.tenant_id = $1) AS roles,
    ARRAY(SELECT a.resource_type || '.' || a.name FROM resource_actions a
      WHERE a.tenant_id = $1 ORDER BY 1) AS "productPermissions",
    ARRAY(SELECT t.id FROM resource_types t
      WHERE t.tenant_id = $1 AND NOT t.built_in_administrators ORDER BY 1) AS "closedTypes",
    (SELECT coalesce(json_object_agg(t.id, t.owner_property), '{}') FROM resource_types t
      WHERE t.tenant_id = $1 AND t.owner_property IS NOT NULL) AS "ownerProperties",
    (SELECT coalesce(json_object_agg(s.type, s.id_format), '{}') FROM subject_types s
      WHERE s.tenant_id = $1) AS "subjectTypes",
    (SELECT coalesce(json_agg(json_build_object('permission', a.resource_type || '.' || a.name,
        'of', a.resource_type || '.' || (a.condition ->> 'action'),
        'comparisons', a.condition -> 'comparisons') ORDER BY a.resource_type, a.name), '[]')
      FROM resource_actions a
      WHERE a.tenant_id = $1 AND a.condition IS NOT NULL) AS "conditions",
    ARRAY(SELECT 'module.' || d.module FROM disabled_modules d
      WHERE d.tenant_id = $1 ORDER BY 1) AS "disabledModules",
    (SELECT coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'kind', s.kind,
        'limit', s.role_limit, 'roles', ARRAY(SELECT m.role_id FROM sod_rule_roles m
          WHERE m.tenant_id = $1 AND m.rule_id = s.id ORDER BY 1),
        'permissions', ARRAY(SELECT m.permission FROM sod_rule_permissions m
          WHERE m.tenant_id = $1 AND m.rule_id = s.id ORDER BY 1)) ORDER BY s.id), '[]')
      FROM sod_rules s WHERE s.tenant_id = $1) AS "sodRules"`;

const readPolicyAsOf = `WITH ${tablesAsOf("$2", policyTables)} ${readPolicy}`;

/**
 * What the tenant's decisions are made of, in the caller's transaction.
 * @param asOf a moment in the past, or PostgreSQL's text of one; what built-in roles allow is what the code says now.
 */
export async function readPolicyFacts(
  sql: Sql,
  tenantId: string,
  asOf?: Date | string,
): Promise<PolicyFacts> {
  const [row] = asOf
    ? await sql<PolicyFacts>(readPolicyAsOf, [tenantId, asOf])
    : await sql<PolicyFacts>(readPolicy, [tenantId]);
  if (!row) throw new Error("a SELECT without FROM gave no row");
  return row;
}

/** A person, and what decisions about them are made of. */
export type PersonFacts = PrincipalFacts & {
  userId: string;
  name: string;
  email: string;
  isActive: boolean;
};

// Windows travel as milliseconds: JSON has no dates. What has ended never comes back.
const window = (t: string) =>
  `'startsAt', floor(extract(epoch FROM ${t}.starts_at) * 1000)::bigint,
   'endsAt', floor(extract(epoch FROM ${t}.ends_at) * 1000)::bigint`;
const groupOf = "json_build_object('groupId', g.id, 'groupName', g.name)";
const grant = (via: string) => `json_build_object('id', x.id, 'permission', x.permission,
  'effect', x.effect, 'resourceType', x.resource_type, 'resourceId', x.resource_id,
  'via', ${via}, ${window("x")})`;

const peopleTables = [
  "users",
  "groups",
  "group_members",
  "group_roles",
  "role_assignments",
  "resource_grants",
  "sod_exceptions",
] as const;

/**
 * What decisions know a person by, the user id first. What somebody has who was not the first to have it
 * is not among it: decisions know nobody by what is another's.
 * @param userId the column of the person's id; the tenant is `$1`.
 */
export const identifiersOf = (userId: string) => `ARRAY[${userId}::text] || ARRAY(
  SELECT i.value FROM user_identifiers i WHERE i.tenant_id = $1 AND i.user_id = ${userId}
    AND i.key <> ${userId}::text ORDER BY i.key)`;

const readPeopleParts = `
  people AS (
    SELECT u.tenant_id, u.id, u.name, u.email::text AS email, u.status = 'active' AS is_active
    FROM users u
    WHERE u.tenant_id = $1 AND u.id = ANY ($2::uuid[]) AND (u.status = 'active' OR $4::boolean)
  ), memberships AS (
    SELECT m.user_id, g.id, g.name FROM group_members m
    JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
    WHERE m.tenant_id = $1 AND m.user_id = ANY ($2::uuid[])
  ), holdings AS (
    SELECT a.user_id, a.role, json_build_object('roleId', a.role, 'via', NULL, ${window("a")}) AS fact
    FROM role_assignments a
    WHERE a.tenant_id = $1 AND a.user_id = ANY ($2::uuid[]) AND (a.ends_at IS NULL OR a.ends_at > $3)
    UNION ALL
    SELECT g.user_id, a.role,
      json_build_object('roleId', a.role, 'via', ${groupOf}, ${window("a")}) AS fact
    FROM memberships g JOIN group_roles a ON a.tenant_id = $1 AND a.group_id = g.id
    WHERE a.ends_at IS NULL OR a.ends_at > $3
  ), granted AS (
    SELECT x.user_id, ${grant("NULL")} AS fact FROM resource_grants x
    WHERE x.tenant_id = $1 AND x.user_id = ANY ($2::uuid[]) AND (x.ends_at IS NULL OR x.ends_at > $3)
    UNION ALL
    SELECT g.user_id, ${grant(groupOf)} AS fact
    FROM memberships g JOIN resource_grants x ON x.tenant_id = $1 AND x.group_id = g.id
    WHERE x.ends_at IS NULL OR x.ends_at > $3
  )
  SELECT p.id AS "userId", p.name, p.email, p.is_active AS "isActive",
    ${identifiersOf("p.id")} AS identifiers,
    coalesce(h.facts, '[]') AS holdings, coalesce(x.facts, '[]') AS grants,
    coalesce(e.facts, '[]') AS exceptions
  FROM people p
  LEFT JOIN (SELECT user_id, json_agg(fact) AS facts FROM holdings GROUP BY 1) h ON h.user_id = p.id
  LEFT JOIN (SELECT user_id, json_agg(fact) AS facts FROM granted GROUP BY 1) x ON x.user_id = p.id
  LEFT JOIN (SELECT user_id, json_agg(json_build_object('ruleId', rule_id,
      'endsAt', floor(extract(epoch FROM ends_at) * 1000)::bigint)) AS facts
    FROM sod_exceptions
    WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND state = 'approved' AND ends_at > $3
    GROUP BY 1) e ON e.user_id = p.id`;

const readPeople = `WITH ${readPeopleParts}`;
const readPeopleAsOf = `WITH ${tablesAsOf("$3", peopleTables)}, ${readPeopleParts}`;

/**
 * What decisions about these people are made of, by user id; those gone are missing.
 * @param at a moment, or PostgreSQL's text of one; what has ended by then is left out, what has not begun is not.
 * @param from `"history"` reads the rows as they were at `at`, and not as they are.
 * @param who `"all"` reads disabled people as well: what they would have if they were enabled.
 */
export async function readPeopleFacts(
  sql: Sql,
  tenantId: string,
  userIds: readonly string[],
  at: Date | string,
  from: "now" | "history" = "now",
  who: "active" | "all" = "active",
): Promise<Map<string, PersonFacts>> {
  const statement = from === "history" ? readPeopleAsOf : readPeople;
  const rows = await sql<PersonFacts>(statement, [tenantId, userIds, at, who === "all"]);
  return new Map(
    rows.map(({ identifiers, ...row }) => {
      return [row.userId, { ...row, identifiers: identifiers.map(identifierKey) }];
    }),
  );
}
