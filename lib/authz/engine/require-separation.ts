import { GatehouseError } from "../../core/errors.ts";
import type { Policy } from "./policy.ts";
import { impossibleRoles } from "./separation.ts";
import type { Violation } from "./violations.ts";

type State = {
  policy: Policy;
  people: ReadonlyMap<string, { name: string; violations: readonly Violation[] }>;
};

/**
 * Refuses a change after which somebody breaks a separation of duty that they did not break before,
 * with a role that they did not break it with, or nobody could have some role any more. What was
 * broken already stays possible to change: else nobody could repair it.
 * @throws GatehouseError conflict, naming the person, the roles and the rule.
 */
export function requireSeparation(before: State, after: State): void {
  requirePossibleRoles(before.policy, after.policy);
  for (const [id, { name, violations }] of after.people) {
    const was = before.people.get(id)?.violations ?? [];
    for (const violation of violations) {
      const known = was.find(({ ruleId }) => ruleId === violation.ruleId)?.roleIds ?? [];
      if (violation.roleIds.every((roleId) => known.includes(roleId))) continue;
      throw new GatehouseError("conflict", `${name} ${wordsOf(after.policy, violation)}`);
    }
  }
}

function wordsOf({ roles, sodRules }: Policy, { ruleId, roleIds, from }: Violation): string {
  const names = roleIds.map((id) => roles.get(id)?.held.name ?? id).sort();
  const rule = sodRules.find(({ id }) => id === ruleId)?.name ?? ruleId;
  const isLater = from > Date.now();
  const when = isLater ? ` from ${new Date(from).toISOString()} on` : "";
  const advice = isLater
    ? "Let one of them end before that."
    : "Take one of them away first, or have an exception approved.";
  return `would have ${names.join(" and ")}${when}, which the separation of duty “${rule}” forbids. ${advice}`;
}

function requirePossibleRoles(before: Policy, after: Policy): void {
  const known = new Set(impossibleRoles(before).map(({ roleId, rule }) => `${rule.id} ${roleId}`));
  const made = impossibleRoles(after).find(
    ({ roleId, rule }) => !known.has(`${rule.id} ${roleId}`),
  );
  if (!made) return;
  const name = after.roles.get(made.roleId)?.held.name ?? made.roleId;
  const message = `${name} would inherit from roles that the separation of duty “${made.rule.name}” keeps apart, so nobody could have it.`;
  throw new GatehouseError("conflict", message);
}
