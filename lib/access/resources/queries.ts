import type { Risk } from "../../authz/catalogue/permission.ts";
import { permissionIds, permissionOf } from "../../authz/catalogue/permissions.ts";
import {
  OWNER_PROPERTY,
  type ResourceType,
  resourceTypes,
} from "../../authz/catalogue/resource-types.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { readPlaces } from "../../authz/store/read-target.ts";
import { GatehouseError } from "../../core/errors.ts";
import { type Sql, withTenant, withTenantSnapshot } from "../../platform/db.ts";
import { listColumns, readResourceList } from "./browse.ts";
import { saidCondition } from "./conditions.ts";
import type {
  ResourceDetails,
  ResourceFilters,
  ResourceListPage,
  ResourceListRow,
  ResourcePage,
  ResourceRow,
  ResourceTypeRow,
} from "./schema.ts";
import { storedAction } from "./types.ts";

/** Gatehouse's own types with their actions, then those that the tenant's products registered. */
export async function listResourceTypes({
  tenantId,
}: Grant<"resource_type.read">): Promise<ResourceTypeRow[]> {
  const [types, actions] = await withTenant(tenantId, async (tx) => [
    await tx.resourceType.findMany({ where: { tenantId }, orderBy: { id: "asc" } }),
    await tx.resourceAction.findMany({ where: { tenantId }, orderBy: { name: "asc" } }),
  ]);
  const byType = Map.groupBy(actions, ({ resourceType }) => resourceType);
  const registered = (type: string) =>
    (byType.get(type) ?? []).map(storedAction).map(({ name, sentence, risk, ...rest }) => ({
      name,
      permission: `${type}.${name}`,
      sentence,
      risk: risk as Risk,
      properties: rest.properties,
      condition: saidCondition(rest.condition),
    }));
  const own = (Object.keys(resourceTypes) as ResourceType[]).map((type) => ({
    type,
    name: resourceTypes[type].name,
    description: "",
    ownerProperty: OWNER_PROPERTY,
    builtInAdministrators: true,
    builtIn: true,
    actions: [...cataloguedActions(type), ...registered(type)],
  }));
  return [
    ...own,
    ...types.map(({ id, name, description, ownerProperty, builtInAdministrators }) => ({
      type: id,
      name,
      description,
      ownerProperty: ownerProperty ?? OWNER_PROPERTY,
      builtInAdministrators,
      builtIn: false,
      actions: registered(id),
    })),
  ];
}

function cataloguedActions(type: ResourceType) {
  return permissionIds
    .filter((id) => permissionOf(id).on === type)
    .map((id) => {
      const { sentence, risk } = permissionOf(id);
      const name = id.slice(type.length + 1);
      return { name, permission: id, sentence, risk, properties: [], condition: null };
    });
}

type StoredResource = {
  type: string;
  id: string;
  name: string;
  owner: string | null;
  parentType: string | null;
  parentId: string | null;
  createdAt: Date;
};

function rowOf({ parentType, parentId, createdAt, ...rest }: StoredResource): ResourceRow {
  const { type, id, name, owner } = rest;
  const parent = parentType && parentId ? { type: parentType, id: parentId } : null;
  return { type, id, name, owner, parent, createdAt: createdAt.toISOString() };
}

/** The registered resources of a type, by id. @param paging `after` is the last page's `nextAfter`. */
export async function searchResources(
  { tenantId }: Grant<"resource.read">,
  { type }: { type: string },
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<ResourcePage> {
  const found = await withTenant(tenantId, (tx) =>
    tx.resource.findMany({
      where: { tenantId, type, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: "asc" },
      take: limit + 1,
    }),
  );
  const rows = found.slice(0, limit).map(rowOf);
  return { rows, nextAfter: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** @throws GatehouseError not_found */
export async function getResource(
  { tenantId }: Grant<"resource.read">,
  { type, id }: { type: string; id: string },
): Promise<ResourceRow> {
  const found = await withTenant(tenantId, (tx) =>
    tx.resource.findUnique({ where: { tenantId_type_id: { tenantId, type, id } } }),
  );
  if (!found) throw new GatehouseError("not_found", "There is no such resource.");
  return rowOf(found);
}

/**
 * A page of the registered resources by type and id: those that match, those right under one, or
 * without a filter those that lie under nothing.
 * @throws GatehouseError invalid_input for a damaged cursor.
 */
export async function browseResources(
  { tenantId }: Grant<"resource.read">,
  filters: ResourceFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<ResourceListPage> {
  return withTenantSnapshot(tenantId, (sql) => readResourceList(sql, tenantId, filters, paging));
}

/** How many resources of each type are registered, most frequent first. */
export async function countResources({
  tenantId,
}: Grant<"resource.read">): Promise<{ value: string; count: number }[]> {
  return withTenantSnapshot(tenantId, (sql) =>
    sql(
      `SELECT type AS value, count(*)::int AS count FROM resources WHERE tenant_id = $1
       GROUP BY 1 ORDER BY 2 DESC, 1`,
      [tenantId],
    ),
  );
}

const readOne = `SELECT ${listColumns} FROM resources r
  WHERE r.tenant_id = $1 AND r.type = $2 AND r.id = $3`;
const readOwner = `
  SELECT u.id, u.name FROM user_identifiers i
  JOIN users u ON u.tenant_id = i.tenant_id AND u.id = i.user_id
  WHERE i.tenant_id = $1 AND i.key = identifier_key($2)`;

/**
 * One resource, where it lies, and whose it is.
 * @throws GatehouseError not_found
 */
export async function getResourceDetails(
  { tenantId }: Grant<"resource.read">,
  { type, id }: { type: string; id: string },
): Promise<ResourceDetails> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const [row] = await sql<ResourceListRow>(readOne, [tenantId, type, id]);
    if (!row) throw new GatehouseError("not_found", "There is no such resource.");
    const [person] = row.owner
      ? await sql<{ id: string; name: string }>(readOwner, [tenantId, row.owner])
      : [];
    return { ...row, above: await readAbove(sql, tenantId, row), ownerPerson: person ?? null };
  });
}

async function readAbove(sql: Sql, tenantId: string, ref: { type: string; id: string }) {
  const [place] = await readPlaces(sql, tenantId, [ref]);
  const above = (place?.ancestors ?? []).toReversed();
  const rows = await sql<{ place: number; name: string }>(
    `SELECT a.place::int AS place, r.name
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS a (type, id, place)
     JOIN resources r ON r.tenant_id = $1 AND r.type = a.type AND r.id = a.id`,
    [tenantId, above.map((each) => each.type), above.map((each) => each.id)],
  );
  const names = new Map(rows.map(({ place: index, name }) => [index - 1, name]));
  return above.map((each, index) => ({ ...each, name: names.get(index) ?? "" }));
}
