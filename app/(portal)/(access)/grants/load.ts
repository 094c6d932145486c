import { permissionName } from "#components/access/permission-words.ts";
import { countGrantFacets } from "#lib/access/grants/queries";
import type { GrantFacets } from "#lib/access/grants/schema";
import { listPermissions } from "#lib/access/roles/queries";
import { isPermissionId, permissionIds, permissions } from "#lib/authz/catalogue/permissions";
import { isResourceType, resourceTypes, withAncestors } from "#lib/authz/catalogue/resource-types";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { listGroups } from "#lib/identity/groups/queries";
import { log } from "#lib/platform/log";
import type { GrantChoices, TypeChoice } from "./grant-draft.ts";

/** Null when they cannot be counted: the page is of use without them. */
export async function loadFacets(grant: Grant<"grant.read">): Promise<GrantFacets | null> {
  try {
    return await countGrantFacets(grant);
  } catch (error) {
    log.error({ err: error }, "counting grants failed");
    return null;
  }
}

type Known = { id: string; sentence: string; category: string; on: string | null };

/** What can be given on which resources, and to whom, as far as the giver may see it. */
export async function loadGrantChoices(actor: Actor): Promise<GrantChoices> {
  const known = await readPermissions(actor);
  const products = known.filter(({ id }) => !isPermissionId(id)).flatMap(({ on }) => on ?? []);
  const types = typeChoices(products);
  return {
    permissions: known.flatMap(({ id, sentence, category, on }) => {
      if (on === null) return [];
      const label = permissionName(id);
      return [
        { value: id, label, hint: id, keywords: sentence, category, types: typesOf(on, types) },
      ];
    }),
    types,
    groups: await readGroups(actor),
    canFindPeople: actor.permissions.has("user.read"),
  };
}

function typeChoices(products: readonly string[]): TypeChoice[] {
  const own = Object.entries(resourceTypes).map(([value, { name }]) => ({ value, label: name }));
  const more = [...new Set(products)].filter((type) => !isResourceType(type));
  return [...own, ...more.map((value) => ({ value, label: value }))];
}

/** Ours on its type and what can lie above it; a product's on its own type first, then on any. */
function typesOf(on: string, types: readonly TypeChoice[]): string[] {
  if (isResourceType(on)) return [...withAncestors(on)];
  return [...new Set([on, ...types.map(({ value }) => value)])];
}

async function readPermissions(actor: Actor): Promise<Known[]> {
  if (actor.permissions.has("role.read")) {
    return listPermissions(await requirePermission(actor, "role.read"));
  }
  return permissionIds.map((id) => ({ id, on: null, ...permissions[id] }));
}

async function readGroups(actor: Actor) {
  if (!actor.permissions.has("group.read")) return [];
  const groups = await listGroups(await requirePermission(actor, "group.read"));
  return groups.map(({ id, name, description }) => ({
    value: id,
    label: name,
    ...(description ? { keywords: description } : {}),
  }));
}
