import type { SodRuleFact } from "./facts.ts";
import type { Policy } from "./policy.ts";

/** A role that somebody has and cannot use, because they use one that excludes it, or may have to choose. */
export type InactiveRole = { roleId: string; ruleId: string };

/** Which of the roles that exclude each other a session uses; `all` asks what somebody could come to use. */
export type RoleChoice = readonly string[] | "all";

/** Those among these roles that take part in a rule, themselves or through what they inherit. */
export function takingPart(
  { roles }: Policy,
  rule: SodRuleFact,
  roleIds: readonly string[],
): string[] {
  return roleIds.filter((id) => rule.roles.some((each) => roles.get(id)?.lineage.has(each)));
}

/** Whether whoever has all these roles has as many of the rule's as it forbids. */
export function isBroken(
  { roles }: Policy,
  { roles: excluding, limit }: SodRuleFact,
  roleIds: readonly string[],
): boolean {
  const had = excluding.filter((each) => roleIds.some((id) => roles.get(id)?.lineage.has(each)));
  return had.length >= limit;
}

/**
 * The roles that somebody has and does not use, with each rule that says so. Of roles that exclude each other dynamically none is
 * used that was not chosen, and none at all when those chosen exclude each other: fail closed.
 * @param roleIds those in force.
 * @param excepted ids of the rules that do not bind the person.
 */
export function inactiveRoles(
  policy: Policy,
  roleIds: readonly string[],
  excepted: ReadonlySet<string>,
  choice: RoleChoice,
): InactiveRole[] {
  if (choice === "all") return [];
  const inactive: InactiveRole[] = [];
  for (const rule of policy.sodRules) {
    if (rule.kind !== "dynamic" || excepted.has(rule.id)) continue;
    if (!isBroken(policy, rule, roleIds)) continue;
    const concerned = takingPart(policy, rule, roleIds);
    const chosen = concerned.filter((id) => choice.includes(id));
    const used = isBroken(policy, rule, chosen) ? [] : chosen;
    for (const roleId of concerned) {
      if (!used.includes(roleId)) inactive.push({ roleId, ruleId: rule.id });
    }
  }
  return inactive;
}

/** Roles of which a session uses some, and cannot use all. */
export type OpenChoice = {
  ruleId: string;
  name: string;
  /** How many of them are too many together, counted through what they inherit. */
  limit: number;
  roles: { id: string; name: string; isUsed: boolean }[];
};

/**
 * What somebody has to choose between, as their roles are.
 * @param used ids of the roles in use.
 */
export function openChoices(
  policy: Policy,
  used: readonly string[],
  inactive: readonly InactiveRole[],
): OpenChoice[] {
  const held = [...new Set([...used, ...inactive.map(({ roleId }) => roleId)])];
  const open = new Set(inactive.map(({ ruleId }) => ruleId));
  return policy.sodRules
    .filter(({ id }) => open.has(id))
    .map((rule) => ({
      ruleId: rule.id,
      name: rule.name,
      limit: rule.limit,
      roles: takingPart(policy, rule, held).map((id) => ({
        id,
        name: policy.roles.get(id)?.held.name ?? id,
        isUsed: used.includes(id),
      })),
    }));
}

/** Roles that nobody could have or use: they inherit from what a rule keeps apart. */
export function impossibleRoles(policy: Policy): { roleId: string; rule: SodRuleFact }[] {
  return policy.sodRules.flatMap((rule) =>
    [...policy.roles.keys()]
      .filter((roleId) => isBroken(policy, rule, [roleId]))
      .map((roleId) => ({ roleId, rule })),
  );
}
