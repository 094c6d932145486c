import { notFound } from "next/navigation";
import {
  browseResources,
  countResources,
  getResourceDetails,
  listResourceTypes,
} from "#lib/access/resources/queries";
import type { ResourceDetails, ResourceListPage } from "#lib/access/resources/schema";
import { isResourceType, resourceTypes } from "#lib/authz/catalogue/resource-types";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { log } from "#lib/platform/log";
import type { TypeOption } from "./resource-draft.ts";
import type { ResourcesRequest } from "./resource-params.ts";

type ReadGrant = Grant<"resource.read">;

const PAGE_SIZE = 50;

/** Null when they cannot be counted: the page is of use without them. */
export async function loadCounts(grant: ReadGrant) {
  try {
    return await countResources(grant);
  } catch (error) {
    log.error({ err: error }, "counting resources failed");
    return null;
  }
}

/** A page of the list; a damaged link shows the first. */
export async function loadResources(
  grant: ReadGrant,
  { filters, cursor }: Pick<ResourcesRequest, "filters" | "cursor">,
): Promise<ResourceListPage> {
  try {
    return await browseResources(grant, filters, { cursor, limit: PAGE_SIZE });
  } catch (error) {
    if (!(error instanceof GatehouseError) || cursor === undefined) throw error;
    return browseResources(grant, filters, { limit: PAGE_SIZE });
  }
}

/** The resource of an address; "not found" when there is none. */
export async function loadDetails(
  grant: ReadGrant,
  ref: { type: string; id: string } | null,
): Promise<ResourceDetails> {
  if (!ref) notFound();
  try {
    return await getResourceDetails(grant, ref);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === "not_found") notFound();
    throw error;
  }
}

/** The types of resources; who may not see the tenant's own chooses among Gatehouse's. */
export async function loadTypes(actor: Actor): Promise<TypeOption[]> {
  const optionOf = (value: string, label: string): TypeOption => {
    const parents = isResourceType(value) ? resourceTypes[value].parents : null;
    return { value, label, parents };
  };
  if (!actor.permissions.has("resource_type.read")) {
    return Object.entries(resourceTypes).map(([type, { name }]) => optionOf(type, name));
  }
  const types = await listResourceTypes(await requirePermission(actor, "resource_type.read"));
  return types.map(({ type, name }) => optionOf(type, name));
}
