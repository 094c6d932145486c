import type { HeldRole } from "#lib/authz/catalogue/roles";
import type { Access } from "#lib/authz/engine/access";
import { isBroken, openChoices } from "#lib/authz/engine/separation";
import { byName } from "#lib/core/by-name";

/** A role to choose or leave; `counts` are ids of the rule's roles that it is, by inheriting too. */
type ChoosableRole = { id: string; name: string; isUsed: boolean; counts: string[] };

/** What a rule lets a session choose between. */
export type RoleChoice = {
  ruleId: string;
  name: string;
  limit: number;
  roles: ChoosableRole[];
  /** Any two of them are too many, so it is one of them or none. */
  isOneOf: boolean;
};

type Held = { roles: readonly HeldRole[]; access: Pick<Access, "policy" | "inactive"> };

/** What somebody has to choose between in their session, as their roles are. */
export function roleChoices({ roles, access }: Held): RoleChoice[] {
  const { policy, inactive } = access;
  const used = roles.map(({ id }) => id);
  return openChoices(policy, used, inactive).map(({ roles: concerned, ...choice }) => {
    const excluding = policy.sodRules.find(({ id }) => id === choice.ruleId)?.roles ?? [];
    const choosable = concerned
      .map((role) => {
        const lineage = policy.roles.get(role.id)?.lineage;
        return { ...role, counts: excluding.filter((id) => lineage?.has(id)) };
      })
      .sort(byName);
    return { ...choice, roles: choosable, isOneOf: isOneOf(choosable, choice.limit) };
  });
}

function isOneOf(roles: readonly ChoosableRole[], limit: number): boolean {
  return roles.every((one, index) =>
    roles.slice(index + 1).every((other) => isTooMuch([one, other], limit)),
  );
}

/** Whether these roles cannot be used together. */
export function isTooMuch(roles: readonly ChoosableRole[], limit: number): boolean {
  return new Set(roles.flatMap(({ counts }) => counts)).size >= limit;
}

/** Whether of no role that a rule concerns anything is in use. */
export function isUndecided({ roles }: Pick<RoleChoice, "roles">): boolean {
  return roles.every(({ isUsed }) => !isUsed);
}

/**
 * All that a session uses once it has chosen anew for one rule: what it has chosen for others stays,
 * as far as it can be used together with that.
 */
export function chosenRoles(
  { policy, choice }: Pick<Access, "policy" | "choice">,
  used: readonly string[],
  changed: { left: readonly string[]; chosen: readonly string[] },
): string[] {
  const kept = choice === "all" ? [] : choice.filter((id) => used.includes(id));
  const together = [...changed.chosen];
  for (const id of kept) {
    if (changed.left.includes(id) || together.includes(id)) continue;
    const isFree = policy.sodRules.every(
      (rule) => rule.kind === "static" || !isBroken(policy, rule, [...together, id]),
    );
    if (isFree) together.push(id);
  }
  return together;
}
