import { GatehouseError } from "../../core/errors.ts";
import type { SodRuleFact } from "./facts.ts";
import type { Policy } from "./policy.ts";
import { breakingRoles, isBroken, membersHad, onlyRole } from "./separation.ts";
import { hadWords, memberName } from "./separation-words.ts";
import type { Violation } from "./violations.ts";

type State = {
  policy: Policy;
  people: ReadonlyMap<string, { name: string; violations: readonly Violation[] }>;
};

/**
 * Refuses a change after which somebody breaks a separation of duty that they did not break before,
 * with a role, a grant or a member of the rule that they did not break it with, or some role has come
 * to hold too much by itself. What was broken already stays possible to change: else nobody could
 * repair it.
 * @throws GatehouseError conflict, naming the person, what they would have and by what, and the rule.
 */
export function requireSeparation(before: State, after: State): void {
  requirePossibleRoles(before.policy, after.policy);
  for (const [id, { name, violations }] of after.people) {
    const was = before.people.get(id)?.violations ?? [];
    for (const violation of violations) {
      const known = sourcesOf(was.find(({ ruleId }) => ruleId === violation.ruleId));
      if (sourcesOf(violation).isSubsetOf(known)) continue;
      throw new GatehouseError("conflict", `${name} ${wordsOf(after.policy, violation)}`);
    }
  }
}

/** Everything that a rule is broken with. */
function sourcesOf(violation: Violation | undefined): Set<string> {
  return new Set(
    violation?.had.flatMap(({ member, roleIds, grants }) => [
      `member ${member.kind} ${member.id}`,
      ...roleIds.map((id) => `role ${id}`),
      ...grants.map(({ id }) => `grant ${id}`),
    ]),
  );
}

function wordsOf(policy: Policy, { ruleId, had, from }: Violation): string {
  const rule = policy.sodRules.find(({ id }) => id === ruleId)?.name ?? ruleId;
  const isLater = from > Date.now();
  const when = isLater ? ` from ${new Date(from).toISOString()} on` : "";
  const advice = isLater
    ? "Let one of them end before that."
    : "Take one of them away first, or have an exception approved.";
  return `would have ${hadWords(policy, had)}${when}, which the separation of duty “${rule}” forbids. ${advice}`;
}

function requirePossibleRoles(before: Policy, after: Policy): void {
  const keyOf = (roleId: string, { id, kind }: SodRuleFact) => `${id} ${kind} ${roleId}`;
  const known = new Set(breakingRoles(before).map(({ roleId, rule }) => keyOf(roleId, rule)));
  for (const { roleId, rule } of breakingRoles(after)) {
    if (known.has(keyOf(roleId, rule))) continue;
    const isOfRoles = isBroken(after, { ...rule, permissions: [] }, onlyRole(roleId));
    // What the role held before, a new rule is about: static ones list it, as they do people.
    const isOfRule = isBroken(before, rule, onlyRole(roleId));
    if (rule.kind === "static" && isOfRule && !isOfRoles) continue;
    const name = after.roles.get(roleId)?.held.name ?? roleId;
    throw new GatehouseError("conflict", `${name} ${impossibleWords(after, roleId, rule)}`);
  }
}

function impossibleWords(policy: Policy, roleId: string, rule: SodRuleFact): string {
  if (isBroken(policy, { ...rule, permissions: [] }, onlyRole(roleId))) {
    return `would inherit from roles that the separation of duty “${rule.name}” keeps apart, so nobody could have it.`;
  }
  const had = membersHad(policy, rule, onlyRole(roleId));
  const together = had.map(({ member }) => memberName(policy, member)).join(" and ");
  const so =
    rule.kind === "static"
      ? "so nobody could have it."
      : "so nobody could use it. A rule about having them would list the role instead.";
  return `would hold ${together} by itself, which the separation of duty “${rule.name}” keeps apart, ${so}`;
}
