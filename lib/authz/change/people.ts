import { takeTurns } from "../../core/take-turns.ts";
import type { Sql } from "../../platform/db.ts";
import { type Access, compileAccess, nobody } from "../engine/access.ts";
import type { PrincipalFacts, Window } from "../engine/facts.ts";
import type { Policy } from "../engine/policy.ts";
import { type Violation, violationsOf } from "../engine/violations.ts";
import { readPeopleFacts } from "../store/read-facts.ts";

/** A person before or after a change. Those with the same roles and grants share one access. */
export type ComparedPerson = {
  name: string;
  /** False for somebody disabled, with what they would have. */
  isActive: boolean;
  identifiers: readonly string[];
  /** Without identifiers; those with the same share one object. */
  facts: PrincipalFacts;
  /** With whatever begins later; it knows no identifiers. */
  access: Access;
  violations: readonly Violation[];
};

export type People = Map<string, ComparedPerson>;

/** Those who can do anything now. */
export function activeOf(people: People): People {
  return new Map([...people].filter(([, { isActive }]) => isActive));
}

/**
 * What these people could come to use, by user id: what begins later counts as begun, because nobody may
 * schedule what they could not do; roles that wait for a choice count, and so does what somebody disabled
 * would have. Those with the same facts share one compiled access: a role of thousands is one computation.
 * @param asOf PostgreSQL's text of a moment, to read them as they were then.
 */
export async function compilePeople(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  ids: readonly string[],
  asOf?: string,
): Promise<People> {
  const people: People = new Map();
  if (ids.length === 0) return people;
  const compiled = new Map<string, Pick<ComparedPerson, "facts" | "access" | "violations">>();
  const now = Date.now();
  const found = asOf
    ? await readPeopleFacts(sql, tenantId, ids, asOf, "history", "all")
    : await readPeopleFacts(sql, tenantId, ids, new Date(now), "now", "all");
  const turn = takeTurns();
  for (const person of found.values()) {
    await turn();
    const { userId, name, isActive, identifiers, holdings, grants, exceptions } = person;
    const facts = { ...nobody, holdings, grants, exceptions };
    const signature = JSON.stringify(facts);
    const state = compiled.get(signature) ?? {
      facts,
      access: compileAccess(policy, everInForce(facts), now, "all"),
      violations: violationsOf(policy, facts, now),
    };
    compiled.set(signature, state);
    people.set(userId, { name, isActive, identifiers, ...state });
  }
  return people;
}

function everInForce({ holdings, grants, ...rest }: PrincipalFacts): PrincipalFacts {
  const begun = <Fact extends Window>(fact: Fact): Fact => ({ ...fact, startsAt: null });
  return { ...rest, holdings: holdings.map(begun), grants: grants.map(begun) };
}
