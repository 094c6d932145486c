import type { HeldRole } from "#lib/authz/catalogue/roles";
import type { Access } from "#lib/authz/engine/access";
import { type OpenChoice, openChoices } from "#lib/authz/engine/open-choices";
import { isBroken } from "#lib/authz/engine/separation";
import { byName } from "#lib/core/by-name";

/** What a rule lets a session choose between. */
export type RoleChoice = OpenChoice & {
  /** Any two of them are too many, and each can be used, so it is one of them or none. */
  isOneOf: boolean;
};

type Held = {
  roles: readonly HeldRole[];
  access: Pick<Access, "policy" | "inactive" | "resources">;
};

/** What somebody has to choose between in their session, as their roles are. */
export function roleChoices({ roles, access }: Held): RoleChoice[] {
  const used = roles.map(({ id }) => id);
  return openChoices(access, used).map((choice) => {
    const sorted = { ...choice, roles: choice.roles.toSorted(byName) };
    return { ...sorted, isOneOf: isOneOf(sorted) };
  });
}

function isOneOf(choice: OpenChoice): boolean {
  const { roles } = choice;
  return roles.every(
    (one, index) =>
      !isTooMuch([one], choice) &&
      roles.slice(index + 1).every((other) => isTooMuch([one, other], choice)),
  );
}

/** Whether these roles cannot be used together, or beside what was given on resources. */
export function isTooMuch(
  roles: readonly Pick<OpenChoice["roles"][number], "counts">[],
  { limit, always }: Pick<OpenChoice, "limit" | "always">,
): boolean {
  return new Set([...always, ...roles.flatMap(({ counts }) => counts)]).size >= limit;
}

/** Whether of no role that a rule concerns anything is in use, and one could be. */
export function isUndecided(choice: OpenChoice): boolean {
  const { roles } = choice;
  return roles.every(({ isUsed }) => !isUsed) && roles.some((role) => !isTooMuch([role], choice));
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
      (rule) =>
        rule.kind === "static" ||
        !isBroken(policy, rule, { roleIds: [...together, id], grants: [] }),
    );
    if (isFree) together.push(id);
  }
  return together;
}
