import { isInForce } from "./access.ts";
import type { PrincipalFacts } from "./facts.ts";
import type { Policy } from "./policy.ts";
import { isBroken, takingPart } from "./separation.ts";

/** A static rule that somebody breaks, now or at some moment to come, without an exception for then. */
export type Violation = {
  ruleId: string;
  /** The roles that they have at that moment and that take part, themselves or by inheriting. */
  roleIds: string[];
  /** The first such moment, in milliseconds since 1970. */
  from: number;
};

/**
 * The static rules that somebody breaks from a moment on. Between two beginnings of roles, and the
 * ends of exceptions, nothing new can be broken, so only those moments are looked at.
 */
export function violationsOf(policy: Policy, facts: PrincipalFacts, from: number): Violation[] {
  const rules = policy.sodRules.filter(({ kind }) => kind === "static");
  if (rules.length === 0) return [];
  const later = [
    ...facts.holdings.map(({ startsAt }) => startsAt ?? from),
    ...facts.exceptions.map(({ endsAt }) => endsAt),
  ].filter((moment) => moment > from);
  const violations = new Map<string, Violation>();
  for (const moment of [from, ...new Set(later)].sort((a, b) => a - b)) {
    const roleIds = rolesAt(facts, moment);
    for (const rule of rules) {
      const isExcepted = facts.exceptions.some(
        ({ ruleId, endsAt }) => ruleId === rule.id && moment < endsAt,
      );
      if (isExcepted || !isBroken(policy, rule, roleIds)) continue;
      const known = violations.get(rule.id) ?? { ruleId: rule.id, roleIds: [], from: moment };
      const all = new Set([...known.roleIds, ...takingPart(policy, rule, roleIds)]);
      violations.set(rule.id, { ...known, roleIds: [...all] });
    }
  }
  return [...violations.values()];
}

/** The ids of the roles that somebody has at a moment, each once. */
export function rolesAt({ holdings }: PrincipalFacts, at: number): string[] {
  return [...new Set(holdings.filter((each) => isInForce(each, at)).map(({ roleId }) => roleId))];
}
