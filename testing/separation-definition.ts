import { isPermissionId, permissionOf } from "../lib/authz/catalogue/permissions.ts";
import type { GrantFact, PolicyFacts, RoleEntry, SodRuleFact } from "../lib/authz/engine/facts.ts";

/** Whether a tenant has a permission at all. */
export function exists({ productPermissions }: PolicyFacts, id: string): boolean {
  return isPermissionId(id) || productPermissions.includes(id);
}

/** A permission and all that it implies. */
export function implied(id: string): string[] {
  const others = isPermissionId(id) ? (permissionOf(id).implies ?? []) : [];
  return [id, ...others.flatMap(implied)];
}

/** A role and all that it inherits from. */
export function above(policy: PolicyFacts, id: string, seen: string[] = []): string[] {
  const role = policy.roles.find((each) => each.id === id);
  if (!role || seen.includes(id)) return [];
  return [id, ...role.parents.flatMap((parent) => above(policy, parent, [...seen, id]))];
}

/** What a role says, itself or by what it inherits. */
export function entriesOf(policy: PolicyFacts, id: string): RoleEntry[] {
  const lineage = above(policy, id);
  return policy.roles.filter((role) => lineage.includes(role.id)).flatMap(({ entries }) => entries);
}

/**
 * What separation of duty counts, said once more without bits or compiling: the members of a rule that
 * somebody has by these roles and grants, as "role a" and "permission b".
 * @param denying roles whose denials count.
 */
export function membersBy(
  policy: PolicyFacts,
  rule: SodRuleFact,
  roleIds: readonly string[],
  grants: readonly GrantFact[],
  denying: readonly string[] = roleIds,
): string[] {
  const gives = (given: string, id: string) => exists(policy, given) && implied(given).includes(id);
  const isDenied = (id: string) =>
    denying
      .flatMap((role) => entriesOf(policy, role))
      .some(
        ({ effect, permission }) =>
          effect === "deny" && exists(policy, permission) && implied(id).includes(permission),
      );
  const said = [...roleIds.flatMap((role) => entriesOf(policy, role)), ...grants];
  const allowed = said.filter(({ effect }) => effect === "allow");
  return [
    ...rule.roles
      .filter((id) => roleIds.some((each) => above(policy, each).includes(id)))
      .map((id) => `role ${id}`),
    ...rule.permissions
      .filter((id) => exists(policy, id) && !isDenied(id))
      .filter((id) => allowed.some(({ permission }) => gives(permission, id)))
      .map((id) => `permission ${id}`),
  ];
}
