import type { Prisma } from "#prisma/generated/client";
import type { Risk } from "../../authz/catalogue/permission.ts";
import { permissionIds, permissionOf } from "../../authz/catalogue/permissions.ts";
import { ACCESS_TAG } from "../../authz/change/announce.ts";
import type { RoleFact } from "../../authz/engine/facts.ts";
import { permissionsOfRole } from "../../authz/engine/permissions-of-role.ts";
import { compilePolicy, entriesOf, type Policy, parentsOf } from "../../authz/engine/policy.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { inForceAt, readHolderCounts, readHolders, whoHolds } from "../../authz/store/holders.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { byName } from "../../core/by-name.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { literally } from "../../core/search-text.ts";
import { cached } from "../../platform/cache.ts";
import { type Sql, withTenant, withTenantSnapshot, withTenantSql } from "../../platform/db.ts";
import { packRoles, unpackRoles } from "./packed-roles.ts";
import type {
  HolderFilters,
  HolderPage,
  HolderRow,
  IdleHolders,
  PermissionRow,
  RoleDetail,
  RoleRow,
} from "./schema.ts";

type Count = { id: string; built_in: boolean; updated_at: Date; people: number; groups: number };

// Whom it was given to, whether they have it now or not: deleting the role concerns all of them.

const readCounts = `
  SELECT r.id, r.built_in, r.updated_at,
    (SELECT count(*)::int FROM role_assignments a WHERE a.tenant_id = $1 AND a.role = r.id) AS people,
    (SELECT count(*)::int FROM group_roles g WHERE g.tenant_id = $1 AND g.role = r.id) AS groups
  FROM roles r WHERE r.tenant_id = $1 AND ($2::text IS NULL OR r.id = $2)`;

/** @param only the id of the one role that is wanted; null for all. */
async function readRoles(sql: Sql, tenantId: string, only: string | null): Promise<RoleRow[]> {
  const facts = await readPolicyFacts(sql, tenantId);
  const policy = compilePolicy(facts);
  const rows = await sql<Count>(readCounts, [tenantId, only]);
  const counts = new Map(rows.map((row) => [row.id, row]));
  const risks = await readRisks(sql, tenantId);
  return facts.roles
    .flatMap((role) => {
      const count = counts.get(role.id);
      return count ? [rowOf(policy, role, count, risks)] : [];
    })
    .sort((a, b) => Number(b.builtIn) - Number(a.builtIn) || byName(a, b));
}

function rowOf(policy: Policy, role: RoleFact, count: Count, risks: Risks): RoleRow {
  const { space, roles } = policy;
  const { everywhere, ownOnly, denied } = permissionsOfRole(policy, role.id);
  return {
    id: role.id,
    name: roles.get(role.id)?.held.name ?? role.name,
    description: roles.get(role.id)?.held.sentence ?? role.description,
    builtIn: count.built_in,
    parents: parentsOf(role).flatMap((id) => {
      const parent = roles.get(id)?.held;
      return parent ? [{ id, name: parent.name }] : [];
    }),
    entries: [...entriesOf(space, role)].sort((a, b) => (a.permission < b.permission ? -1 : 1)),
    permissions: [...everywhere, ...ownOnly].sort(),
    ownOnly: ownOnly.sort(),
    denied: denied.sort(),
    risk: highestRisk([...everywhere, ...ownOnly].map((id) => risks.get(id) ?? "low")),
    givenPeopleCount: count.people,
    givenGroupCount: count.groups,
    updatedAt: count.updated_at.toISOString(),
  };
}

type Risks = ReadonlyMap<string, Risk>;

async function readRisks(sql: Sql, tenantId: string): Promise<Risks> {
  const products = await sql<{ id: string; risk: Risk }>(
    "SELECT resource_type || '.' || name AS id, risk FROM resource_actions WHERE tenant_id = $1",
    [tenantId],
  );
  return new Map([
    ...permissionIds.map((id): [string, Risk] => [id, permissionOf(id).risk]),
    ...products.map(({ id, risk }): [string, Risk] => [id, risk]),
  ]);
}

const riskOrder: readonly Risk[] = ["low", "medium", "high", "critical"];

function highestRisk(risks: readonly Risk[]): Risk | null {
  return riskOrder[Math.max(-1, ...risks.map((risk) => riskOrder.indexOf(risk)))] ?? null;
}

/** Every role of the tenant, built-in ones first, then by name. */
export async function listRoles({ tenantId }: Grant<"role.read">): Promise<RoleRow[]> {
  const packed = await cached(
    "query",
    { tenantId, id: "packed-roles", tags: [ACCESS_TAG] },
    async () =>
      packRoles(await withTenantSnapshot(tenantId, (sql) => readRoles(sql, tenantId, null))),
  );
  return unpackRoles(packed);
}

/**
 * How many people have each role now; not in it when nobody has. What begins or ends by itself shows
 * within a minute: counting tens of thousands takes a while.
 */
export async function countHolders({
  tenantId,
}: Grant<"role.read">): Promise<ReadonlyMap<string, number>> {
  const key = { tenantId, id: "role-holders", tags: [ACCESS_TAG] };
  const counts = await cached("kpi", key, async () => [
    ...(await withTenantSql(tenantId, (sql) => readHolderCounts(sql, tenantId))),
  ]);
  return new Map(counts);
}

/**
 * One role as it is now, for whoever edits it.
 * @throws GatehouseError not_found
 */
export async function getRole(
  { tenantId }: Grant<"role.read">,
  roleId: string,
): Promise<RoleDetail> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const [role] = await readRoles(sql, tenantId, roleId);
    if (!role) throw new GatehouseError("not_found", "There is no such role.");
    return { ...role, holderCount: (await readHolders(sql, tenantId, [roleId])).length };
  });
}

/** Every permission that a role of the tenant can speak of: the catalogue's and its products'. */
export async function listPermissions({ tenantId }: Grant<"role.read">): Promise<PermissionRow[]> {
  const products = await withTenant(tenantId, (tx) =>
    tx.resourceAction.findMany({
      where: { tenantId },
      orderBy: [{ resourceType: "asc" }, { name: "asc" }],
    }),
  );
  return [
    ...permissionIds.map((id): PermissionRow => {
      const { name, sentence, category, risk, on, implies = [] } = permissionOf(id);
      return { id, name, sentence, category, risk, on: on ?? null, implies: [...implies] };
    }),
    ...products.map(
      ({ resourceType, name, sentence, risk }): PermissionRow => ({
        id: `${resourceType}.${name}`,
        name: `${resourceType}: ${name}`,
        sentence,
        category: "Your products",
        risk: risk as Risk,
        on: resourceType,
        implies: [],
      }),
    ),
  ];
}

/** People who have a role now, themselves or through groups, those added last first. */
export async function searchHolders(
  { tenantId }: Grant<"user.read">,
  { roleId, text }: HolderFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<HolderPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const now = new Date();
  const people = await withTenant(tenantId, (tx) =>
    tx.user.findMany({
      where: { AND: [{ tenantId }, whoHolds([roleId], now), named(text), where] },
      include: waysOf(now),
      orderBy,
      take: paging.limit + 1,
    }),
  );
  const page = pageOf(people, paging.limit, cursor, ({ createdAt, id }) => ({ at: createdAt, id }));
  return { ...page, rows: page.rows.map((person) => holderOf(person, roleId)) };
}

const role = { include: { of: { select: { id: true, name: true } } } } as const;

/** The roles that somebody has now, and the groups through which. */
function waysOf(now: Date) {
  const inForce = { where: inForceAt(now), ...role };
  return {
    roles: inForce,
    groups: { include: { group: { select: { name: true, roles: inForce } } } },
  } satisfies Prisma.UserInclude;
}

type Holder = Prisma.UserGetPayload<{ include: ReturnType<typeof waysOf> }>;

function holderOf({ id, name, email, roles, groups }: Holder, roleId: string): HolderRow {
  const all = [...roles, ...groups.flatMap(({ group }) => group.roles)].map(({ of }) => of);
  const others = new Map(all.map((each) => [each.id, each]));
  others.delete(roleId);
  return {
    id,
    name,
    email,
    isDirect: roles.some(({ of }) => of.id === roleId),
    groups: groups
      .filter(({ group }) => group.roles.some(({ of }) => of.id === roleId))
      .map(({ group }) => group.name),
    otherRoles: [...others.values()].sort(byName),
  };
}

function named(text: string | undefined): Prisma.UserWhereInput {
  if (!text) return {};
  // Prisma hands `%` and `_` to LIKE as they are; people mean the characters.
  const like = { contains: literally(text), mode: "insensitive" as const };
  return { OR: [{ name: like }, { email: like }] };
}

/** As many are named who were given a role and do not have it now. */
const IDLE_LISTED = 50;

/** Who was given a role and does not have it now: it has not begun, is over, or they are disabled. */
export async function listIdleHolders(
  { tenantId }: Grant<"user.read">,
  roleId: string,
): Promise<IdleHolders> {
  const now = new Date();
  const where = {
    tenantId,
    role: roleId,
    NOT: { user: { status: "active" }, ...inForceAt(now) },
  } satisfies Prisma.RoleAssignmentWhereInput;
  return withTenant(tenantId, async (tx) => {
    const found = await tx.roleAssignment.findMany({
      where,
      include: { user: { select: { id: true, name: true, status: true } } },
      orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
      take: IDLE_LISTED,
    });
    return {
      count: await tx.roleAssignment.count({ where }),
      rows: found.map(({ user, startsAt, endsAt }) => ({
        id: user.id,
        name: user.name,
        isDisabled: user.status !== "active",
        startsAt: startsAt?.toISOString() ?? null,
        endsAt: endsAt?.toISOString() ?? null,
      })),
    };
  });
}
