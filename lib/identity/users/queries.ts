import type { Prisma } from "#prisma/generated/client";
import { builtInRoles, isBuiltInRole } from "../../authz/catalogue/roles.ts";
import { ACCESS_TAG } from "../../authz/change/announce.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { holders, inForceAt, whoHolds } from "../../authz/store/holders.ts";
import { byName } from "../../core/by-name.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { identifierKey } from "../../core/identifier.ts";
import { literally } from "../../core/search-text.ts";
import { cached } from "../../platform/cache.ts";
import { withTenant, withTenantSnapshot } from "../../platform/db.ts";
import { liveKeysOf } from "./keep-out.ts";
import type { UserDetail, UserFacets, UserFilters, UserPage, UserRole, UserRow } from "./schema.ts";

const named = { select: { id: true, name: true } } as const;
const parts = {
  roles: { include: { of: named } },
  groups: {
    include: { group: { select: { ...named.select, roles: { include: { of: named } } } } },
  },
  sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: "desc" }, take: 1 },
} as const satisfies Prisma.UserInclude;
type StoredUser = Prisma.UserGetPayload<{ include: typeof parts }>;

/** The same people with only the roles in force. */
function partsAt(now: Date) {
  const roles = { ...parts.roles, where: inForceAt(now) };
  const groups = { include: { group: { select: { ...named.select, roles } } } };
  return { ...parts, roles, groups } satisfies Prisma.UserInclude;
}

const detailParts = {
  ...parts,
  identifiers: { select: { value: true } },
  loginLockout: { select: { until: true, countedFrom: true } },
} as const satisfies Prisma.UserInclude;
type DetailedUser = Prisma.UserGetPayload<{ include: typeof detailParts }>;

function rowOf({ id, name, email, status, createdAt, ...user }: StoredUser): UserRow {
  const given = [...user.roles, ...user.groups.flatMap(({ group }) => group.roles)];
  const roles = given.map(({ of }) => ({ id: of.id, name: roleName(of.id, of.name) }));
  return {
    id,
    name,
    email,
    status: status === "disabled" ? "disabled" : "active",
    roles: [...new Map(roles.map((role) => [role.id, role])).values()],
    groups: user.groups.map(({ group }) => ({ id: group.id, name: group.name })),
    lastSeenAt: user.sessions[0]?.lastSeenAt.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function roleName(id: string, stored: string): string {
  return isBuiltInRole(id) ? builtInRoles[id].name : stored;
}

/** People, those added last first. */
export async function searchUsers(
  { tenantId }: Grant<"user.read">,
  filters: UserFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<UserPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const now = new Date();
  const users = await withTenant(tenantId, (tx) =>
    tx.user.findMany({
      where: { AND: [{ tenantId }, ...conditionsOf(filters, now), where] },
      include: partsAt(now),
      orderBy,
      take: paging.limit + 1,
    }),
  );
  const page = pageOf(users, paging.limit, cursor, ({ createdAt, id }) => ({ at: createdAt, id }));
  return { ...page, rows: page.rows.map(rowOf) };
}

function conditionsOf(
  { text, status, role, group }: UserFilters,
  now: Date,
): Prisma.UserWhereInput[] {
  // Prisma hands `%` and `_` to LIKE as they are; people mean the characters.
  const contains = text && literally(text);
  const like = { contains: contains ?? "", mode: "insensitive" as const };
  return [
    ...(contains ? [{ OR: [{ name: like }, { email: like }] }] : []),
    ...(status?.length ? [{ status: { in: status } }] : []),
    ...(role?.length ? [whoHolds(role, now)] : []),
    ...(group?.length ? [{ groups: { some: { groupId: { in: group } } } }] : []),
  ];
}

/** @throws GatehouseError not_found */
export async function getUser(
  { tenantId }: Grant<"user.read">,
  userId: string,
): Promise<UserDetail> {
  const { user, apiKeys } = await withTenant(tenantId, async (tx) => ({
    user: await tx.user.findUnique({
      where: { tenantId_id: { tenantId, id: userId } },
      include: detailParts,
    }),
    apiKeys: await tx.apiKey.findMany({
      where: liveKeysOf(tenantId, userId),
      select: named.select,
      orderBy: { createdAt: "asc" },
    }),
  }));
  if (!user) throw new GatehouseError("not_found", "There is no such person.");
  const { roles: _, ...row } = rowOf(user);
  return {
    ...row,
    externalId: user.externalId,
    notCounting: notCounting(user),
    attributes: user.attributes as Record<string, string>,
    hasPassword: user.passwordHash !== null,
    lockedUntil: lockedUntil(user),
    apiKeys,
    heldRoles: heldRolesOf(user),
  };
}

/**
 * The actor's own roles as others see them on the person's page: those in force and those that begin later,
 * each way on which they have them. Programs have none.
 */
export async function listOwnRoles({ tenantId, id, kind }: Actor): Promise<UserRole[]> {
  if (kind !== "user") return [];
  const user = await withTenant(tenantId, (tx) =>
    tx.user.findUnique({ where: { tenantId_id: { tenantId, id } }, include: parts }),
  );
  const now = Date.now();
  const held = user ? heldRolesOf(user) : [];
  return held.filter(({ endsAt }) => endsAt === null || Date.parse(endsAt) > now);
}

function notCounting({ email, externalId, identifiers }: DetailedUser): string[] {
  const keys = identifiers.map(({ value }) => identifierKey(value));
  return [email, externalId ?? email].filter((each) => !keys.includes(identifierKey(each)));
}

/** What was counted before the last unlock, or the last new password, counts no longer. */
function lockedUntil({ loginLockout, unlockedAt }: DetailedUser): string | null {
  if (!loginLockout || loginLockout.until.getTime() <= Date.now()) return null;
  const { until, countedFrom } = loginLockout;
  return countedFrom?.getTime() === unlockedAt?.getTime() ? until.toISOString() : null;
}

function heldRolesOf({ roles, groups }: StoredUser): UserRole[] {
  const byRole = (a: UserRole, b: UserRole) => byName(a.role, b.role);
  const throughGroups = groups.flatMap(({ group }) =>
    group.roles.map((given) => heldRoleOf(given, { id: group.id, name: group.name })),
  );
  return [
    ...roles.map((given) => heldRoleOf(given, null)).sort(byRole),
    ...throughGroups.sort(byRole),
  ];
}

type Given = Pick<StoredUser["roles"][number], "of" | "startsAt" | "endsAt" | "reason"> & {
  assignedAt: Date;
};

function heldRoleOf(given: Given, via: UserRole["via"]): UserRole {
  return {
    role: { id: given.of.id, name: roleName(given.of.id, given.of.name) },
    via,
    startsAt: given.startsAt?.toISOString() ?? null,
    endsAt: given.endsAt?.toISOString() ?? null,
    reason: given.reason,
    givenAt: given.assignedAt.toISOString(),
  };
}

const readFacets = `
  SELECT 'status' AS facet, status AS value, NULL AS label, count(*)::int AS count,
    (count(*) FILTER (WHERE status = 'active'))::int AS active
  FROM users WHERE tenant_id = $1 GROUP BY 2
  UNION ALL
  SELECT 'role', h.role, r.name, h.count, h.count
  FROM (SELECT role, count(DISTINCT user_id)::int FROM (${holders}) held GROUP BY 1) h
    JOIN roles r ON r.tenant_id = $1 AND r.id = h.role
  UNION ALL
  SELECT 'group', m.group_id::text, g.name, m.count, m.active
  FROM (SELECT group_id, count(*)::int, (count(*) FILTER (WHERE u.status = 'active'))::int AS active
    FROM group_members gm JOIN users u ON u.tenant_id = $1 AND u.id = gm.user_id
    WHERE gm.tenant_id = $1 GROUP BY 1) m
    JOIN groups g ON g.tenant_id = $1 AND g.id = m.group_id
  ORDER BY count DESC`;

/**
 * How many people have each status, have each role now, and are in each group, over the whole tenant.
 * Roles that begin or end by themselves show within a minute.
 */
export function countUserFacets({ tenantId }: Grant<"user.read">): Promise<UserFacets> {
  return cached("kpi", { tenantId, id: "user-facets", tags: [ACCESS_TAG] }, () =>
    readUserFacets(tenantId),
  );
}

async function readUserFacets(tenantId: string): Promise<UserFacets> {
  type Row = {
    facet: keyof UserFacets;
    value: string;
    label: string | null;
    count: number;
    active: number;
  };
  const rows = await withTenantSnapshot(tenantId, (sql) => sql<Row>(readFacets, [tenantId]));
  const of = (facet: keyof UserFacets) => rows.filter((row) => row.facet === facet);
  const labelled = ({ value, label, count }: Row) => ({
    value,
    label: roleName(value, label ?? value),
    count,
  });
  return {
    status: of("status").map(({ value, count }) => ({ value, count })),
    role: of("role").map(labelled),
    group: of("group").map((row) => ({ ...labelled(row), activeCount: row.active })),
  };
}
