import type { Policy } from "../../authz/engine/policy.ts";
import { listBits } from "../../core/bits.ts";
import type { Sql } from "../../platform/db.ts";
import { allowedBy, type DraftLine, type Groups } from "./draft.ts";

type Uses = ReadonlyMap<string, Date>;

/**
 * When what each line gives was last used by whoever has it, in the lines' order. A permission that
 * somebody has twice counts for both: which of the two it was used by, nobody can tell.
 */
export async function readLastUses(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  groups: Groups,
  lines: readonly DraftLine[],
): Promise<(Date | null)[]> {
  const roleUses = await readRoleUses(sql, tenantId, policy, groups, lines);
  const grantUses = await readGrantUses(sql, tenantId, policy, groups, lines);
  return lines.map((line) => {
    if (line.grant) {
      const users = line.user ? [line.user.id] : membersOf(groups, line);
      return latest(users.map((id) => grantUses.get(`${id} ${line.grant?.id}`)));
    }
    if (line.kind === "assignment") return latest([roleUses.get(keyOf(line.user, line.role))]);
    if (line.kind === "group_role") {
      const uses = membersOf(groups, line).map((id) => roleUses.get(keyOf({ id }, line.role)));
      return latest(uses);
    }
    const group = groups.get(line.group?.id ?? "");
    const fromRoles = group?.roles.map((id) => roleUses.get(keyOf(line.user, { id }))) ?? [];
    const fromGrants = group?.grants.map(({ id }) => grantUses.get(`${line.user?.id} ${id}`)) ?? [];
    return latest([...fromRoles, ...fromGrants]);
  });
}

function keyOf(user: { id: string } | null, role: { id: string } | null): string {
  return `${user?.id} ${role?.id}`;
}

function membersOf(groups: Groups, line: DraftLine): readonly string[] {
  return groups.get(line.group?.id ?? "")?.memberIds ?? [];
}

function latest(dates: readonly (Date | undefined)[]): Date | null {
  let found: Date | null = null;
  for (const date of dates) if (date && (found === null || date > found)) found = date;
  return found;
}

/** By person and role. */
async function readRoleUses(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  groups: Groups,
  lines: readonly DraftLine[],
): Promise<Uses> {
  const roleIds = new Set([
    ...lines.flatMap(({ role }) => role?.id ?? []),
    ...[...groups.values()].flatMap(({ roles }) => roles),
  ]);
  const pairs = [...roleIds].flatMap((id) => allowedBy(policy, id).map((each) => ({ id, each })));
  const userIds = [...new Set(usersOf(groups, lines))];
  const rows = await sql<{ userId: string; role: string; at: Date }>(
    `SELECT u.user_id AS "userId", k.role, max(u.last_at) AS at
     FROM (SELECT user_id, permission, max(last_at) AS last_at FROM permission_uses
       WHERE tenant_id = $1::uuid AND user_id = ANY ($2::uuid[]) AND basis <> 'grant'
       GROUP BY 1, 2) u
     JOIN unnest($3::text[], $4::text[]) AS k (role, permission) ON k.permission = u.permission
     GROUP BY 1, 2`,
    [tenantId, userIds, pairs.map(({ id }) => id), pairs.map(({ each }) => each)],
  );
  return new Map(rows.map(({ userId, role, at }) => [`${userId} ${role}`, at]));
}

/** By person and grant. */
async function readGrantUses(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  groups: Groups,
  lines: readonly DraftLine[],
): Promise<Uses> {
  const grants = [
    ...lines.flatMap(({ grant }) => grant ?? []),
    ...[...groups.values()].flatMap((group) => group.grants),
  ];
  if (grants.length === 0) return new Map();
  const given = grants.flatMap((grant) =>
    listBits(policy.space.allowedWith(grant.permission)).map((index) => ({
      ...grant,
      allowed: policy.space.ids[index] ?? "",
    })),
  );
  const rows = await sql<{ userId: string; grantId: string; at: Date }>(
    `SELECT u.user_id AS "userId", k.id AS "grantId", max(u.last_at) AS at
     FROM permission_uses u
     JOIN unnest($3::text[], $4::text[], $5::text[], $6::text[])
       AS k (id, permission, resource_type, resource_id) USING (permission, resource_type, resource_id)
     WHERE u.tenant_id = $1::uuid AND u.user_id = ANY ($2::uuid[]) AND u.basis = 'grant'
     GROUP BY 1, 2`,
    [
      tenantId,
      [...new Set(usersOf(groups, lines))],
      given.map(({ id }) => id),
      given.map(({ allowed }) => allowed),
      given.map(({ resourceType }) => resourceType),
      given.map(({ resourceId }) => resourceId ?? ""),
    ],
  );
  return new Map(rows.map(({ userId, grantId, at }) => [`${userId} ${grantId}`, at]));
}

function usersOf(groups: Groups, lines: readonly DraftLine[]): string[] {
  return [
    ...lines.flatMap(({ user }) => user?.id ?? []),
    ...[...groups.values()].flatMap(({ memberIds }) => memberIds),
  ];
}
