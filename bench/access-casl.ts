import { createMongoAbility, type MongoAbility, type RawRuleOf } from "@casl/ability";
import type { PrincipalFacts } from "#lib/authz/engine/facts";
import type { Policy } from "#lib/authz/engine/policy";
import { type Bits, listBits } from "#lib/core/bits";
import { type Engine, timeEach } from "./access-engines.ts";
import { type BenchPolicy, type Person, type Resource, resourceLevels } from "./access-policy.ts";

/** A resource as CASL's conditions want it: with the ids of all above it as its properties. */
type Subject = { type: string; owner: string } & Record<string, string>;
type Ability = MongoAbility<[string, Subject | string]>;
type Rule = RawRuleOf<Ability>;

const levels: string[] = [...resourceLevels];

/**
 * CASL as its guide has it: one ability for each person, kept. Roles are flattened before, so that
 * each person has three rules for them and one more for each grant.
 */
export function caslEngine({ people, resources }: BenchPolicy, policy: Policy): Engine {
  const subjects = resources.map(subjectOf);
  const detectSubjectType = (subject: Subject | string) =>
    typeof subject === "string" ? subject : subject.type;
  const { made, preparedMs } = timeEach(people, (person) =>
    createMongoAbility<Ability>(rulesOf(policy, person), { detectSubjectType }),
  );
  return {
    preparedMs,
    decide(person, permission, resource) {
      const subject = subjects[resource];
      return subject !== undefined && made[person]?.can(permission, subject) === true;
    },
  };
}

function subjectOf({ type, id, owner, ancestors }: Resource): Subject {
  const above = ancestors.map((each) => [each.type, each.id] as const);
  return { type, owner, [type]: id, ...Object.fromEntries(above) };
}

/** The last rule that fits decides: denials come after what is allowed. */
function rulesOf(policy: Policy, { id, facts }: Person): Rule[] {
  const roles = facts.holdings.flatMap(({ roleId }) => policy.roles.get(roleId) ?? []);
  const named = (sets: readonly Bits[]) => [
    ...new Set(sets.flatMap((set) => listBits(set).flatMap((bit) => policy.space.ids[bit] ?? []))),
  ];
  return [
    { action: named(roles.map(({ allow }) => allow)), subject: "all" },
    { action: named(roles.map(({ own }) => own)), subject: "all", conditions: { owner: id } },
    ...grantRules(policy, facts, "allow"),
    ...grantRules(policy, facts, "deny"),
    { action: named(roles.map(({ deny }) => deny)), subject: "all", inverted: true },
  ];
}

function grantRules({ space }: Policy, { grants }: PrincipalFacts, effect: "allow" | "deny") {
  return grants
    .filter((grant) => grant.effect === effect)
    .map(({ permission, resourceType, resourceId }): Rule => {
      const bits = effect === "deny" ? space.deniedWith(permission) : space.allowedWith(permission);
      const level = levels.indexOf(resourceType);
      return {
        action: listBits(bits).flatMap((bit) => space.ids[bit] ?? []),
        subject: levels.slice(level),
        conditions: { [resourceType]: resourceId },
        inverted: effect === "deny",
      };
    });
}
