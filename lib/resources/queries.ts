import type { Risk } from "../access/catalogue/permission.ts";
import { permissionIds, permissionOf } from "../access/permissions.ts";
import { OWNER_PROPERTY, type ResourceType, resourceTypes } from "../access/resource-types.ts";
import { GatehouseError } from "../core/errors.ts";
import type { Grant } from "../core/grant.ts";
import { withTenant } from "../platform/db.ts";
import type { ResourcePage, ResourceRow, ResourceTypeRow } from "./schema.ts";

/** Gatehouse's own types with their actions, then those that the tenant's products registered. */
export async function listResourceTypes({
  tenantId,
}: Grant<"resource_type.read">): Promise<ResourceTypeRow[]> {
  const [types, actions] = await withTenant(tenantId, async (tx) => [
    await tx.resourceType.findMany({ where: { tenantId }, orderBy: { id: "asc" } }),
    await tx.resourceAction.findMany({ where: { tenantId }, orderBy: { name: "asc" } }),
  ]);
  const registered = (type: string) =>
    actions
      .filter(({ resourceType }) => resourceType === type)
      .map(({ name, sentence, risk }) => ({
        name,
        permission: `${type}.${name}`,
        sentence,
        risk: risk as Risk,
      }));
  const own = (Object.keys(resourceTypes) as ResourceType[]).map((type) => ({
    type,
    name: resourceTypes[type].name,
    description: "",
    ownerProperty: OWNER_PROPERTY,
    builtIn: true,
    actions: [...cataloguedActions(type), ...registered(type)],
  }));
  return [
    ...own,
    ...types.map(({ id, name, description, ownerProperty }) => ({
      type: id,
      name,
      description,
      ownerProperty: ownerProperty ?? OWNER_PROPERTY,
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
      return { name: id.slice(type.length + 1), permission: id, sentence, risk };
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
