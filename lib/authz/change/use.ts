import { GatehouseError } from "../../core/errors.ts";
import type { Access } from "../engine/access.ts";
import { reaches } from "../engine/blast-radius.ts";
import type { PrincipalFacts } from "../engine/facts.ts";
import type { Policy } from "../engine/policy.ts";
import { compareUse, type UseChange } from "../engine/use.ts";
import { refuse, requireGivable } from "./limits.ts";
import type { ComparedPerson, People } from "./people.ts";

type Side = { policy: Policy; people: People };

/** Somebody and what they gain and lose the use of. */
type UsedBy = UseChange & { id: string; name: string; was: ComparedPerson };

/**
 * Everybody whom dynamic separation of duty newly lets use what they have, or from whom it takes the use
 * until they choose.
 */
export function changesOfUse(before: Side, after: Side): UsedBy[] {
  if (![before, after].some(hasDynamic)) return [];
  const compare = comparing(before.policy, after.policy);
  return [...after.people].flatMap(([id, { name, facts }]) => {
    const was = before.people.get(id);
    if (!was) return [];
    const change = compare(was.facts, facts);
    const isSame = change.gained.length === 0 && change.lost.length === 0;
    return isSame ? [] : [{ id, name, was, ...change }];
  });
}

function hasDynamic({ policy }: Side): boolean {
  return policy.sodRules.some(({ kind }) => kind === "dynamic");
}

/** Compares the facts of two people once, however many share them. */
function comparing(before: Policy, after: Policy) {
  const now = Date.now();
  const known = new Map<PrincipalFacts, Map<PrincipalFacts, UseChange>>();
  return (was: PrincipalFacts, is: PrincipalFacts): UseChange => {
    const sameBefore = known.get(was) ?? new Map<PrincipalFacts, UseChange>();
    known.set(was, sameBefore);
    const change =
      sameBefore.get(is) ??
      compareUse({ policy: before, facts: was }, { policy: after, facts: is }, now);
    sameBefore.set(is, change);
    return change;
  };
}

type By = {
  access: Access;
  /** The person who acts, or who answers for the program that does; null for nobody. */
  personId: string | null;
  /** People who have asked for the change themselves, and for what it makes them choose. */
  willing: readonly string[];
};

/**
 * Refuses a change with which its actor frees themselves from a rule, lets somebody use together what the
 * actor could not give, or takes the use of something from somebody to whom the actor could not give it.
 * @throws GatehouseError permission_denied
 */
export function requireMayChangeUse(by: By, policy: Policy, changes: readonly UsedBy[]): void {
  for (const { id, was, gained, lost, freedFrom } of changes) {
    if (id === by.personId) {
      requireUnbound(freedFrom);
      continue;
    }
    const taken = by.willing.includes(id) ? [] : lost;
    const lacking = [...gained, ...taken].filter((each) => !reaches(by.access, each));
    refuse([...new Set(lacking.map(({ permission }) => permission))]);
    for (const permission of new Set(taken.map((each) => each.permission))) {
      const taking = "make them choose before they use it";
      requireGivable(by.access, policy, was, permission, taking);
    }
  }
}

/**
 * Whom a rule keeps from using a role could use it once the rule is gone or says less: that is for somebody
 * else to decide, as exceptions are.
 */
function requireUnbound([rule]: readonly string[]): void {
  if (rule === undefined) return;
  const message = `“${rule}” keeps you from using a role of yours. Somebody else has to change it.`;
  throw new GatehouseError("permission_denied", message);
}
