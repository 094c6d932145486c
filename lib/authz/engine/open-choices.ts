import { hasBit } from "../../core/bits.ts";
import type { Access } from "./access.ts";
import type { Policy } from "./policy.ts";
import { isDenied, type Member, membersHad } from "./separation.ts";

/** Roles of which a session uses some, and cannot use all. */
export type OpenChoice = {
  ruleId: string;
  name: string;
  /** How many members of the rule are too many together. */
  limit: number;
  /** The rule's members that count whatever is chosen: they were given on resources. */
  always: string[];
  /** `counts` are the rule's members that the role brings, by inheriting too. */
  roles: { id: string; name: string; isUsed: boolean; counts: string[] }[];
};

/**
 * What somebody has to choose between, as their roles are.
 * @param used ids of the roles in use.
 */
export function openChoices(
  { policy, inactive, resources }: Pick<Access, "policy" | "inactive" | "resources">,
  used: readonly string[],
): OpenChoice[] {
  const held = [...new Set([...used, ...inactive.map(({ roleId }) => roleId)])];
  const open = new Set(inactive.map(({ ruleId }) => ruleId));
  return policy.sodRules
    .filter(({ id }) => open.has(id))
    .map((rule) => {
      const members = membersHad(policy, rule, { roleIds: held, grants: [] });
      const always = rule.permissions
        .filter((id) => isGranted(policy, held, resources, id))
        .map((id) => keyOf({ kind: "permission", id }));
      const roles = held.flatMap((id) => {
        const brings = members.filter(({ roleIds }) => roleIds.includes(id));
        if (brings.length === 0) return [];
        const counts = brings.map(({ member }) => keyOf(member));
        const name = policy.roles.get(id)?.held.name ?? id;
        return [{ id, name, isUsed: used.includes(id), counts }];
      });
      return { ruleId: rule.id, name: rule.name, limit: rule.limit, always, roles };
    });
}

function isGranted(
  policy: Policy,
  held: readonly string[],
  resources: Access["resources"],
  permission: string,
): boolean {
  const index = policy.space.indexOf(permission);
  if (index === undefined || isDenied(policy, held, index)) return false;
  return resources.values().some(({ allow }) => hasBit(allow, index));
}

function keyOf({ kind, id }: Member): string {
  return `${kind} ${id}`;
}
