import { GatehouseError } from "../../core/errors.ts";
import type { PrincipalFacts, SodRuleFact } from "./facts.ts";
import type { Policy } from "./policy.ts";
import { breakingRoles, isBroken, membersHad, onlyRole } from "./separation.ts";
import { hadWords, memberName } from "./separation-words.ts";
import { type Violation, violationsOf } from "./violations.ts";

type Person = { name: string; facts: PrincipalFacts; violations: readonly Violation[] };
type State = { policy: Policy; people: ReadonlyMap<string, Person> };

/** Somebody who would break a rule, for the form in which an exception is asked for. */
type Breach = { ruleId: string; userId: string };

/** A change that a separation of duty forbids, unless somebody is excepted from it. */
export class SeparationBroken extends GatehouseError {
  readonly breach: Breach;

  constructor(message: string, breach: Breach) {
    super("conflict", message);
    this.breach = breach;
  }
}

/**
 * Refuses a change after which somebody breaks a separation of duty that they did not break before,
 * with a role, a grant or a member of the rule that they did not break it with, or some role has come
 * to hold too much by itself. What was broken already stays possible to change: else nobody could
 * repair it. Nor does a new rule, or the end of an exception, take away what people have: they are named.
 * @throws SeparationBroken naming the person, what they would have and by what, and the rule.
 * @throws GatehouseError conflict, naming the role.
 */
export function requireSeparation(before: State, after: State): void {
  requirePossibleRoles(before.policy, after.policy);
  const [first] = newViolations(before, after);
  if (!first) return;
  const { id: userId, name, violation } = first;
  const message = `${name} ${wordsOf(after.policy, violation)}`;
  throw new SeparationBroken(message, { ruleId: violation.ruleId, userId });
}

/** What is broken after a change and was not before it, or not with all of that. */
export function newViolations(
  before: State,
  after: State,
): { id: string; name: string; violation: Violation }[] {
  const isSameRules = sameJson(before.policy.sodRules, after.policy.sodRules);
  return [...after.people].flatMap(([id, { name, facts, violations }]) => {
    if (violations.length === 0) return [];
    const person = before.people.get(id);
    const isSame = isSameRules && sameJson(person?.facts.exceptions, facts.exceptions);
    const was = isSame ? person?.violations : person && brokenUnder(before, after, person, facts);
    return violations
      .filter((violation) => {
        const known = sourcesOf(was?.find(({ ruleId }) => ruleId === violation.ruleId));
        return !sourcesOf(violation).isSubsetOf(known);
      })
      .map((violation) => ({ id, name, violation }));
  });
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What somebody would have broken before, under the rules and with the exceptions of now. */
function brokenUnder(
  { policy }: State,
  after: State,
  { facts }: Person,
  { exceptions }: PrincipalFacts,
): Violation[] {
  const { sodRules } = after.policy;
  return violationsOf({ ...policy, sodRules }, { ...facts, exceptions }, Date.now());
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
