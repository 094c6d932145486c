import type { Prisma } from "#prisma/generated/client";
import { permissionsOfStored } from "../access/principal.ts";
import { builtInRoles, isBuiltInRole } from "../access/roles.ts";
import { decodeCursor, latestFirst, pageOf } from "../core/cursor.ts";
import { GatehouseError } from "../core/errors.ts";
import type { Grant } from "../core/grant.ts";
import { cached } from "../platform/cache.ts";
import { withTenant } from "../platform/db.ts";
import type { PersonFilters, PersonPage, RoleRow } from "./schema.ts";

/** The cache tag of whatever shows who has which role. */
export const ACCESS_TAG = "access";

const roleParts = {
  permissions: { select: { permission: true } },
  _count: { select: { assignments: true } },
} as const;
type StoredRole = Prisma.RoleGetPayload<{ include: typeof roleParts }>;

function rowOf(role: StoredRole): RoleRow {
  const own = isBuiltInRole(role.id) ? builtInRoles[role.id] : null;
  const stored = role.permissions.map(({ permission }) => permission);
  return {
    id: role.id,
    name: own?.name ?? role.name,
    description: own?.sentence ?? role.description,
    builtIn: role.builtIn,
    permissions: permissionsOfStored({ id: role.id, permissions: stored }).sort(),
    peopleCount: role._count.assignments,
    updatedAt: role.updatedAt.toISOString(),
  };
}

/** Every role of the tenant, built-in ones first, then by name. */
export function listRoles({ tenantId }: Grant<"role.read">): Promise<RoleRow[]> {
  return cached("query", { tenantId, id: "roles", tags: [ACCESS_TAG] }, async () => {
    const roles = await withTenant(tenantId, (tx) =>
      tx.role.findMany({ where: { tenantId }, include: roleParts }),
    );
    return roles
      .map(rowOf)
      .sort((a, b) => Number(b.builtIn) - Number(a.builtIn) || a.name.localeCompare(b.name));
  });
}

/**
 * One role as it is now, for whoever edits it.
 * @throws GatehouseError not_found
 */
export async function getRole({ tenantId }: Grant<"role.read">, roleId: string): Promise<RoleRow> {
  const role = await withTenant(tenantId, (tx) =>
    tx.role.findUnique({ where: { tenantId_id: { tenantId, id: roleId } }, include: roleParts }),
  );
  if (!role) throw new GatehouseError("not_found", "There is no such role.");
  return rowOf(role);
}

/** Active people with their roles, newest first. */
export async function searchPeople(
  { tenantId }: Grant<"user.read">,
  filters: PersonFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<PersonPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const people = await withTenant(tenantId, (tx) =>
    tx.user.findMany({
      where: { AND: [{ tenantId, status: "active" }, ...conditionsOf(filters), where] },
      include: { roles: { include: { of: { select: { id: true, name: true } } } } },
      orderBy,
      take: paging.limit + 1,
    }),
  );
  const page = pageOf(people, paging.limit, cursor, ({ createdAt, id }) => ({ at: createdAt, id }));
  return {
    ...page,
    rows: page.rows.map(({ id, name, email, roles }) => ({
      id,
      name,
      email,
      roles: roles.map((assignment) => assignment.of),
    })),
  };
}

function conditionsOf({ text, roleId, withoutRoleId }: PersonFilters): Prisma.UserWhereInput[] {
  // Prisma hands `%` and `_` to LIKE as they are; people mean the characters.
  const contains = text?.replaceAll(/[\\%_]/g, "\\$&");
  const like = { contains: contains ?? "", mode: "insensitive" as const };
  return [
    ...(contains ? [{ OR: [{ name: like }, { email: like }] }] : []),
    ...(roleId ? [{ roles: { some: { role: roleId } } }] : []),
    ...(withoutRoleId ? [{ roles: { none: { role: withoutRoleId } } }] : []),
  ];
}
