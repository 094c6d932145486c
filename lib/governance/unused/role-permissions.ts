import { accessOfRole } from "../../authz/engine/access.ts";
import type { PolicyFacts, RoleFact } from "../../authz/engine/facts.ts";
import { isModule, permissionsOfRole } from "../../authz/engine/permissions-of-role.ts";
import { entriesOf, type Policy, parentsOf } from "../../authz/engine/policy.ts";
import { hasBit } from "../../core/bits.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { PermissionUsage } from "./schema.ts";

/** The permissions of a role, modules not counted, in the order of the catalogue. */
export function givenBy(policy: Policy, roleId: string): string[] {
  const { everywhere, ownOnly } = permissionsOfRole(policy, roleId);
  const given = new Set([...everywhere, ...ownOnly]);
  return policy.space.ids.filter((id) => given.has(id) && !isModule(id));
}

export function nameOf({ roles }: Policy, id: string): string {
  return roles.get(id)?.held.name ?? id;
}

/** @throws GatehouseError not_found */
export function requireRole(facts: PolicyFacts, roleId: string): RoleFact {
  const role = facts.roles.find(({ id }) => id === roleId);
  if (!role) throw new GatehouseError("not_found", "There is no such role.");
  return role;
}

/** Where a role has a permission from, and how far it holds. */
export function originOf(
  facts: PolicyFacts,
  policy: Policy,
  roleId: string,
  permission: string,
): Pick<PermissionUsage, "ownOnly" | "from"> {
  const index = policy.space.indexOf(permission) ?? -1;
  const from = nearestSaying(facts, policy, roleId, index);
  return {
    ownOnly: !hasBit(accessOfRole(policy, roleId).allow, index),
    from: { id: from, name: nameOf(policy, from) },
  };
}

/** The role that allows it by the fewest steps up. */
function nearestSaying(
  { roles }: PolicyFacts,
  { space }: Policy,
  roleId: string,
  index: number,
): string {
  const known = new Map(roles.map((role) => [role.id, role]));
  const seen = new Set([roleId]);
  for (const id of seen) {
    const role = known.get(id);
    if (!role) continue;
    const says = entriesOf(space, role).some(
      ({ effect, permission: said }) =>
        effect === "allow" && hasBit(space.allowedWith(said), index),
    );
    if (says) return id;
    for (const parent of parentsOf(role)) seen.add(parent);
  }
  return roleId;
}
