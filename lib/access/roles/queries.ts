import type { Prisma } from "#prisma/generated/client";
import type { Risk } from "../../authz/catalogue/permission.ts";
import { permissionIds, permissionOf } from "../../authz/catalogue/permissions.ts";
import { ACCESS_TAG } from "../../authz/change/announce.ts";
import { accessOfRole } from "../../authz/engine/access.ts";
import type { RoleFact } from "../../authz/engine/facts.ts";
import { compilePolicy, entriesOf, type Policy, parentsOf } from "../../authz/engine/policy.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { type Bits, listBits, removeBits } from "../../core/bits.ts";
import { byName } from "../../core/by-name.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { literally } from "../../core/search-text.ts";
import { cached } from "../../platform/cache.ts";
import { type Sql, withTenant, withTenantSnapshot, withTenantSql } from "../../platform/db.ts";
import { packRoles, unpackRoles } from "./packed-roles.ts";
import type { PermissionRow, PersonFilters, PersonPage, RoleRow } from "./schema.ts";

type Count = { id: string; built_in: boolean; updated_at: Date; people: number; groups: number };

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
  const access = accessOfRole(policy, role.id);
  const allowed = (bits: Bits) => listBits(bits).flatMap((index) => space.ids[index] ?? []);
  const everywhere = allowed(access.allow);
  const onOwn = access.own.slice();
  removeBits(onOwn, access.allow);
  const ownOnly = allowed(onOwn);
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
    denied: allowed(roles.get(role.id)?.deny ?? space.none()).sort(),
    risk: highestRisk([...everywhere, ...ownOnly].map((id) => risks.get(id) ?? "low")),
    peopleCount: count.people,
    groupCount: count.groups,
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

const isNow = "(starts_at IS NULL OR starts_at <= now()) AND (ends_at IS NULL OR now() < ends_at)";
const readHolderCounts = `
  SELECT held.role AS id, count(DISTINCT held.user_id)::int AS count
  FROM (
    SELECT role, user_id FROM role_assignments WHERE tenant_id = $1 AND ${isNow}
    UNION ALL SELECT g.role, m.user_id
    FROM (SELECT group_id, role FROM group_roles WHERE tenant_id = $1 AND ${isNow}) g
      JOIN group_members m ON m.tenant_id = $1 AND m.group_id = g.group_id
  ) held JOIN users u ON u.tenant_id = $1 AND u.id = held.user_id AND u.status = 'active'
  GROUP BY held.role`;

/**
 * How many active people have each role, directly or through groups; not in it when nobody. What
 * begins or ends by itself shows within a minute: counting tens of thousands takes a while.
 */
export async function countHolders({
  tenantId,
}: Grant<"role.read">): Promise<ReadonlyMap<string, number>> {
  const key = { tenantId, id: "role-holders", tags: [ACCESS_TAG] };
  const counts = await cached("kpi", key, () =>
    withTenantSql(tenantId, (sql) =>
      sql<{ id: string; count: number }>(readHolderCounts, [tenantId]),
    ),
  );
  return new Map(counts.map(({ id, count }) => [id, count]));
}

/**
 * One role as it is now, for whoever edits it.
 * @throws GatehouseError not_found
 */
export async function getRole({ tenantId }: Grant<"role.read">, roleId: string): Promise<RoleRow> {
  const [role] = await withTenantSnapshot(tenantId, (sql) => readRoles(sql, tenantId, roleId));
  if (!role) throw new GatehouseError("not_found", "There is no such role.");
  return role;
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

function conditionsOf({ text, roleId }: PersonFilters): Prisma.UserWhereInput[] {
  // Prisma hands `%` and `_` to LIKE as they are; people mean the characters.
  const contains = text && literally(text);
  const like = { contains: contains ?? "", mode: "insensitive" as const };
  return [
    ...(contains ? [{ OR: [{ name: like }, { email: like }] }] : []),
    ...(roleId ? [{ roles: { some: { role: roleId } } }] : []),
  ];
}
