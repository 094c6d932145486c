import type { RoleChoice } from "#components/access/role-options.ts";
import { listRoles } from "#lib/access/roles/queries";
import type { RoleRow } from "#lib/access/roles/schema";
import { mayGive } from "#lib/authz/engine/role-limits";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { idsIn } from "#lib/core/id-sets";
import { countUserFacets } from "#lib/identity/users/queries";
import type { UserFacets } from "#lib/identity/users/schema";
import { log } from "#lib/platform/log";

/** Null when they cannot be counted: the page is of use without them. */
export async function loadFacets(grant: Grant<"user.read">): Promise<UserFacets | null> {
  try {
    return await countUserFacets(grant);
  } catch (error) {
    log.error({ err: error }, "counting people failed");
    return null;
  }
}

/**
 * Roles that say nothing about what the actor may not do; the server refuses all others. None for
 * who may not see roles.
 */
export async function loadRoleChoices(actor: Actor): Promise<RoleChoice[]> {
  if (!actor.permissions.has("role.read")) return [];
  const roles = await listRoles(await requirePermission(actor, "role.read"));
  const named = ({ permissions, entries }: RoleRow) => [
    ...permissions,
    ...entries.map(({ permission }) => permission),
  ];
  // Hundreds of roles name the same permissions: each is decided once.
  const held = new Set(idsIn(roles.map(named)).filter((id) => mayGive(actor.access, id)));
  return roles
    .filter((role) => named(role).every((id) => held.has(id)))
    .map(({ id, name, description }) => ({ id, name, description }));
}
