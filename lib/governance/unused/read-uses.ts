import { holders } from "../../authz/store/holders.ts";
import type { Sql } from "../../platform/db.ts";

/** What one person used of one permission; `lastAt` in milliseconds since 1970. */
export type Use = {
  userId: string;
  permission: string;
  basis: "everywhere" | "own" | "grant";
  /** Of a grant: what it was given on; empty texts are none, or every one of the type. */
  resourceType: string;
  resourceId: string;
  count: number;
  lastAt: number;
};

const readUsesOf = `
  SELECT user_id AS "userId", permission, basis, resource_type AS "resourceType",
    resource_id AS "resourceId", sum(count)::float8 AS count,
    floor(extract(epoch FROM max(last_at)) * 1000)::float8 AS "lastAt"
  FROM permission_uses
  WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[])
    AND ($3::int IS NULL OR last_at >= now() - make_interval(days => $3))
  GROUP BY 1, 2, 3, 4, 5`;

/** @param days how far back; null for everything that is known. */
export function readUses(
  sql: Sql,
  tenantId: string,
  userIds: readonly string[],
  days: number | null,
): Promise<Use[]> {
  return sql<Use>(readUsesOf, [tenantId, userIds, days]);
}

/** When some people last used a permission by a role, and how many of them did in the last days. */
export type UseOfRole = { permission: string; lastAt: number; people: number };

const readSummed = `
  SELECT permission, floor(extract(epoch FROM max(last_at)) * 1000)::float8 AS "lastAt",
    (count(*) FILTER (WHERE last_at >= now() - make_interval(days => $3)))::int AS people
  FROM (
    SELECT user_id, permission, max(last_at) AS last_at FROM permission_uses
    WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND basis <> 'grant'
    GROUP BY 1, 2
  ) used
  GROUP BY 1`;

export function readUsesOfRole(
  sql: Sql,
  tenantId: string,
  userIds: readonly string[],
  days: number,
): Promise<UseOfRole[]> {
  return sql<UseOfRole>(readSummed, [tenantId, userIds, days]);
}

/** When each of some people last used anything, and how many permissions they used in the last days. */
export type UseOfPerson = { userId: string; lastAt: number; permissions: number };

const readByPerson = `
  SELECT user_id AS "userId", floor(extract(epoch FROM max(last_at)) * 1000)::float8 AS "lastAt",
    (count(*) FILTER (WHERE last_at >= now() - make_interval(days => $3)))::int AS permissions
  FROM (
    SELECT user_id, permission, max(last_at) AS last_at FROM permission_uses
    WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[])
    GROUP BY 1, 2
  ) used
  GROUP BY 1`;

export function readUsesByPerson(
  sql: Sql,
  tenantId: string,
  userIds: readonly string[],
  days: number,
): Promise<UseOfPerson[]> {
  return sql<UseOfPerson>(readByPerson, [tenantId, userIds, days]);
}

// The smallest day of each permission is one step in the index; that of the tenant would be a walk.
const readFirst = `
  SELECT min(first.day)::text AS day FROM unnest($2::text[]) AS p (permission), LATERAL (
    SELECT min(day) AS day FROM permission_uses u
    WHERE u.tenant_id = $1 AND u.permission = p.permission
  ) first`;

/** The first day, in UTC, on which anything that there still is was used; null for none. */
export async function readRecordedSince(
  sql: Sql,
  tenantId: string,
  permissions: readonly string[],
): Promise<string | null> {
  const [row] = await sql<{ day: string | null }>(readFirst, [tenantId, permissions]);
  return row?.day ?? null;
}

const held = `
  SELECT h.user_id, h.role, min(h.since) AS since FROM (${holders}) h
  WHERE h.role = ANY ($2::text[]) GROUP BY 1, 2`;

/** What limits how far back the use of a role can be known; milliseconds since 1970. */
export type RoleAge = {
  /** Since when somebody who has it now has had it; null where nobody has it. */
  heldSince: number | null;
  /** When what it says was last changed. */
  changedAt: number;
};

/** The age of each of these roles by itself, by role id. */
export async function readRoleAges(
  sql: Sql,
  tenantId: string,
  roleIds: readonly string[],
): Promise<Map<string, RoleAge>> {
  const rows = await sql<{ id: string; held: Date | null; changed: Date }>(
    `SELECT r.id, r.updated_at AS changed, min(h.since) AS held
     FROM roles r LEFT JOIN (${held}) h ON h.role = r.id
     WHERE r.tenant_id = $1 AND r.id = ANY ($2::text[]) GROUP BY r.tenant_id, r.id`,
    [tenantId, roleIds],
  );
  return new Map(
    rows.map(({ id, held, changed }) => [
      id,
      { heldSince: held?.getTime() ?? null, changedAt: changed.getTime() },
    ]),
  );
}

export type UseByRole = { role: string; permission: string };

/** Which permissions the people of each role have used by a role, and who these people are. */
export async function readUsesByRole(
  sql: Sql,
  tenantId: string,
  roleIds: readonly string[],
  days: number,
): Promise<{ uses: UseByRole[]; people: Map<string, string[]> }> {
  const uses = await sql<UseByRole>(
    `WITH held AS (${held}), used AS (
       SELECT DISTINCT user_id, permission FROM permission_uses
       WHERE tenant_id = $1 AND basis <> 'grant' AND last_at >= now() - make_interval(days => $3)
     )
     SELECT DISTINCT h.role, u.permission FROM held h JOIN used u ON u.user_id = h.user_id`,
    [tenantId, roleIds, days],
  );
  const rows = await sql<{ role: string; people: string[] }>(
    `SELECT h.role, array_agg(h.user_id::text) AS people FROM (${held}) h GROUP BY 1`,
    [tenantId, roleIds],
  );
  return { uses, people: new Map(rows.map(({ role, people }) => [role, people])) };
}
