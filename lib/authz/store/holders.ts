import type { Prisma } from "#prisma/generated/client";
import type { Sql } from "../../platform/db.ts";

// What "has a role" and "is in a group" mean wherever a page lists or counts people. Every page takes it
// from here, so that two of them cannot show two figures for the same thing.

/** SQL: whether what a row gives is in force now. @param t the row's alias; it has a window. */
export const inForceNow = (t: string) =>
  `(${t}.starts_at IS NULL OR ${t}.starts_at <= now()) AND (${t}.ends_at IS NULL OR ${t}.ends_at > now())`;

/**
 * SQL: who has which role now, one row for each way: `user_id`, `role`, `group_id` (null when it was given
 * to the person) and `since`. Disabled people have none, nor does whoever has only a role that inherits
 * from it: that is what `readHolders` counts for it and those. The tenant is `$1`.
 */
export const holders = `
  SELECT held.user_id, held.role, held.group_id, held.since FROM (
    SELECT a.user_id, a.role, NULL::uuid AS group_id, greatest(a.assigned_at, a.starts_at) AS since
    FROM role_assignments a WHERE a.tenant_id = $1 AND ${inForceNow("a")}
    UNION ALL
    SELECT m.user_id, g.role, g.group_id, greatest(m.added_at, g.assigned_at, g.starts_at)
    FROM (SELECT * FROM group_roles r WHERE r.tenant_id = $1 AND ${inForceNow("r")}) g
    JOIN group_members m ON m.tenant_id = $1 AND m.group_id = g.group_id
  ) held
  JOIN users u ON u.tenant_id = $1 AND u.id = held.user_id AND u.status = 'active'`;

/** SQL: how many people are in a group, disabled ones among them. The tenant is `$1`. */
export const memberCountOf = (groupId: string) =>
  `(SELECT count(*)::int FROM group_members m WHERE m.tenant_id = $1 AND m.group_id = ${groupId})`;

type Window = {
  startsAt?: Prisma.DateTimeNullableFilter | Date | null;
  endsAt?: Prisma.DateTimeNullableFilter | Date | null;
};

/** The same as `inForceNow` for a typed query, of role assignments and of groups' roles. */
export function inForceAt(now: Date): { AND: { OR: Window[] }[] } {
  return {
    AND: [
      { OR: [{ startsAt: null }, { startsAt: { lte: now } }] },
      { OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    ],
  };
}

/** The same as `holders` for a typed query: people who have one of these roles now. */
export function whoHolds(roleIds: readonly string[], now: Date): Prisma.UserWhereInput {
  const given = { role: { in: [...roleIds] }, ...inForceAt(now) };
  return {
    status: "active",
    OR: [{ roles: { some: given } }, { groups: { some: { group: { roles: { some: given } } } } }],
  };
}

/** How many people have each role now; not in it when nobody has. */
export async function readHolderCounts(sql: Sql, tenantId: string): Promise<Map<string, number>> {
  const rows = await sql<{ role: string; count: number }>(
    `SELECT h.role, count(DISTINCT h.user_id)::int AS count FROM (${holders}) h GROUP BY 1`,
    [tenantId],
  );
  return new Map(rows.map(({ role, count }) => [role, count]));
}

/**
 * The ids of the people whom roles reach: whoever has one of them now.
 * @param roleIds a role with all that inherit from it (`descendantsOf`); a role alone for its holders.
 */
export async function readHolders(
  sql: Sql,
  tenantId: string,
  roleIds: readonly string[],
): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `SELECT DISTINCT h.user_id AS id FROM (${holders}) h WHERE h.role = ANY ($2::text[]) ORDER BY 1`,
    [tenantId, roleIds],
  );
  return rows.map(({ id }) => id);
}
