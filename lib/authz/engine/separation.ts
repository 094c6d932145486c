import { hasBit } from "../../core/bits.ts";
import type { GrantFact, SodRuleFact } from "./facts.ts";
import type { Policy } from "./policy.ts";

/** A role that somebody has and cannot use, because they use one that excludes it, or may have to choose. */
export type InactiveRole = { roleId: string; ruleId: string };

/** Which of the roles that exclude each other a session uses; `all` asks what somebody could come to use. */
export type RoleChoice = readonly string[] | "all";

/** What a rule counts. */
export type Member = { kind: "role" | "permission"; id: string };

/** What somebody has at a moment, as far as rules count it. */
export type Had = { roleIds: readonly string[]; grants: readonly GrantFact[] };

/** A member of a rule that somebody has, and each role and grant that is enough for it. */
export type HadMember = { member: Member; roleIds: string[]; grants: GrantFact[] };

/**
 * What of a rule somebody has. A role is had through whatever inherits from it. A permission is had
 * when a role or a grant gives it anywhere: everywhere, on what one owns, on one resource. It is not
 * when a role denies it; a denial on a resource leaves others, and a module that is off can come back.
 * @param denying ids of the roles whose denials count: those in force, whether they are used or not.
 */
export function membersHad(
  policy: Policy,
  rule: Pick<SodRuleFact, "roles" | "permissions">,
  { roleIds, grants }: Had,
  denying: readonly string[] = roleIds,
): HadMember[] {
  const { roles, space } = policy;
  const ofRoles = rule.roles.map((id): HadMember => {
    const by = roleIds.filter((each) => roles.get(each)?.lineage.has(id));
    return { member: { kind: "role", id }, roleIds: by, grants: [] };
  });
  const ofPermissions = rule.permissions.flatMap((id): HadMember[] => {
    const index = space.indexOf(id);
    if (index === undefined || isDenied(policy, denying, index)) return [];
    const by = roleIds.filter((each) => {
      const role = roles.get(each);
      return role !== undefined && (hasBit(role.allow, index) || hasBit(role.own, index));
    });
    const given = grants.filter(({ permission, effect }) => {
      return effect === "allow" && hasBit(space.allowedWith(permission), index);
    });
    return [{ member: { kind: "permission", id }, roleIds: by, grants: given }];
  });
  return [...ofRoles, ...ofPermissions].filter(
    ({ roleIds: by, grants: given }) => by.length + given.length > 0,
  );
}

/** Whether one of these roles denies a permission, by its number, everywhere. */
export function isDenied(
  { roles }: Policy,
  roleIds: readonly string[],
  permission: number,
): boolean {
  return roleIds.some((id) => {
    const role = roles.get(id);
    return role !== undefined && hasBit(role.deny, permission);
  });
}

/** Those of somebody's roles that make them have something of a rule. */
export function takingPart(policy: Policy, rule: SodRuleFact, had: Had): string[] {
  const taking = new Set(membersHad(policy, rule, had).flatMap(({ roleIds }) => roleIds));
  return had.roleIds.filter((id) => taking.has(id));
}

/**
 * Whether whoever has all this has as much of the rule as it forbids.
 * @param denying as for `membersHad`.
 */
export function isBroken(
  policy: Policy,
  rule: Pick<SodRuleFact, "roles" | "permissions" | "limit">,
  had: Had,
  denying?: readonly string[],
): boolean {
  return membersHad(policy, rule, had, denying).length >= rule.limit;
}

/**
 * The roles that somebody has and does not use, with each rule that says so. Of roles that exclude each other dynamically none is
 * used that was not chosen, and none at all when those chosen exclude each other: fail closed. What was
 * given on resources is always used, so it counts beside whatever is chosen.
 * @param had what is in force.
 * @param excepted ids of the rules that do not bind the person.
 */
export function inactiveRoles(
  policy: Policy,
  had: Had,
  excepted: ReadonlySet<string>,
  choice: RoleChoice,
): InactiveRole[] {
  if (choice === "all") return [];
  const inactive: InactiveRole[] = [];
  for (const rule of policy.sodRules) {
    if (rule.kind !== "dynamic" || excepted.has(rule.id)) continue;
    if (!isBroken(policy, rule, had)) continue;
    const concerned = takingPart(policy, rule, had);
    const chosen = concerned.filter((id) => choice.includes(id));
    const isTooMuch = isBroken(policy, rule, { ...had, roleIds: chosen }, had.roleIds);
    const used = isTooMuch ? [] : chosen;
    for (const roleId of concerned) {
      if (!used.includes(roleId)) inactive.push({ roleId, ruleId: rule.id });
    }
  }
  return inactive;
}

/** Whoever has one role and nothing else. */
export function onlyRole(roleId: string): Had {
  return { roleIds: [roleId], grants: [] };
}

/** Roles that by themselves, and by what they inherit, have what a rule keeps apart. */
export function breakingRoles(policy: Policy): { roleId: string; rule: SodRuleFact }[] {
  return policy.sodRules.flatMap((rule) =>
    [...policy.roles.keys()]
      .filter((roleId) => isBroken(policy, rule, onlyRole(roleId)))
      .map((roleId) => ({ roleId, rule })),
  );
}
