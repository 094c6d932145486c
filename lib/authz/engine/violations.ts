import { isInForce } from "./access.ts";
import type { PrincipalFacts, SodRuleFact } from "./facts.ts";
import type { Policy } from "./policy.ts";
import { type Had, type HadMember, membersHad } from "./separation.ts";

/** A rule that somebody breaks, now or at some moment to come, without an exception for then. */
export type Violation = {
  ruleId: string;
  /** What they have of it at such moments, and by what. */
  had: HadMember[];
  /** The first such moment, in milliseconds since 1970. */
  from: number;
};

/**
 * The rules that somebody breaks from a moment on: the static ones, and the dynamic ones between whose
 * members no session can choose, because they were given on resources.
 */
export function violationsOf(policy: Policy, facts: PrincipalFacts, from: number): Violation[] {
  const { sodRules } = policy;
  if (sodRules.length === 0) return [];
  const violations = new Map<string, Violation>();
  for (const moment of momentsFrom(facts, from)) {
    const all = hadAt(facts, moment);
    for (const rule of sodRules) {
      if (isExcepted(facts, rule.id, moment)) continue;
      const had = boundBy(policy, rule, all);
      if (had.length < rule.limit) continue;
      const known = violations.get(rule.id);
      if (known) known.had = joined(known.had, had);
      else violations.set(rule.id, { ruleId: rule.id, had, from: moment });
    }
  }
  return [...violations.values()];
}

/**
 * The moments at which somebody can begin to have more of a rule, the first being `from`, in order: between
 * two beginnings of roles and grants, the ends of roles, which can deny, and the ends of exceptions nothing
 * new can be broken.
 */
export function momentsFrom(facts: PrincipalFacts, from: number): number[] {
  const later = [
    ...facts.holdings.flatMap(({ startsAt, endsAt }) => [startsAt ?? from, endsAt ?? from]),
    ...facts.grants.map(({ startsAt }) => startsAt ?? from),
    ...facts.exceptions.map(({ endsAt }) => endsAt),
  ].filter((moment) => moment > from);
  return [from, ...new Set(later)].sort((a, b) => a - b);
}

/** Whether somebody is excepted from a rule at a moment. */
export function isExcepted(
  { exceptions }: Pick<PrincipalFacts, "exceptions">,
  ruleId: string,
  at: number,
): boolean {
  return exceptions.some((each) => each.ruleId === ruleId && at < each.endsAt);
}

/** What of a rule somebody has who cannot help using it. */
function boundBy(policy: Policy, rule: SodRuleFact, had: Had): HadMember[] {
  if (rule.kind === "static") return membersHad(policy, rule, had);
  return membersHad(policy, rule, { ...had, roleIds: [] }, had.roleIds);
}

/** What two moments come to together; each member, role and grant once. */
function joined(these: readonly HadMember[], those: readonly HadMember[]): HadMember[] {
  const all = new Map<string, HadMember>();
  for (const { member, roleIds, grants } of [...these, ...those]) {
    const key = `${member.kind} ${member.id}`;
    const known = all.get(key) ?? { member, roleIds: [], grants: [] };
    const added = grants.filter(({ id }) => known.grants.every((each) => each.id !== id));
    all.set(key, {
      member,
      roleIds: [...new Set([...known.roleIds, ...roleIds])],
      grants: [...known.grants, ...added],
    });
  }
  return [...all.values()];
}

/** What somebody has at a moment, each role once. */
export function hadAt(facts: Pick<PrincipalFacts, "holdings" | "grants">, at: number): Had {
  return {
    roleIds: rolesAt(facts, at),
    grants: facts.grants.filter((each) => isInForce(each, at)),
  };
}

/** The ids of the roles that somebody has at a moment, each once. */
export function rolesAt({ holdings }: Pick<PrincipalFacts, "holdings">, at: number): string[] {
  return [...new Set(holdings.filter((each) => isInForce(each, at)).map(({ roleId }) => roleId))];
}
