import { type Access, compileAccess } from "../../authz/engine/access.ts";
import { decide, type Target, targetOf } from "../../authz/engine/decide.ts";
import type { PolicyFacts, PrincipalFacts } from "../../authz/engine/facts.ts";
import { compilePolicy, descendantsOf, type Policy } from "../../authz/engine/policy.ts";
import { readHolders } from "../../authz/store/holders.ts";
import { type PersonFacts, readPeopleFacts } from "../../authz/store/read-facts.ts";
import { readPlaces } from "../../authz/store/read-target.ts";
import type { Sql } from "../../platform/db.ts";
import { readUses, type Use } from "./read-uses.ts";
import type { NewDenial, Replay, ReplayInput } from "./schema.ts";

/** People whose uses are read with one statement. */
const BATCH = 500;
const SHOWN_DENIALS = 100;

/** Decides again what the people whom a role reaches were allowed, with the role as it would be. */
export async function replay(
  sql: Sql,
  tenantId: string,
  facts: PolicyFacts,
  { roleId, entries, days }: ReplayInput,
): Promise<Replay> {
  const roles = facts.roles.map((role) => (role.id === roleId ? { ...role, entries } : role));
  const policies = [compilePolicy(facts), compilePolicy({ ...facts, roles })] as const;
  const holders = await readHolders(sql, tenantId, [...descendantsOf([roleId], facts.roles)]);
  const now = new Date();
  const denials: NewDenial[] = [];
  const people = new Set<string>();
  let decisions = 0;
  for (let from = 0; from < holders.length; from += BATCH) {
    const ids = holders.slice(from, from + BATCH);
    const uses = await readUses(sql, tenantId, ids, days);
    const targets = await targetsOf(sql, tenantId, uses);
    const found = await readPeopleFacts(sql, tenantId, ids, now);
    for (const [userId, ofPerson] of Map.groupBy(uses, (use) => use.userId)) {
      const person = found.get(userId);
      if (!person) continue;
      people.add(userId);
      for (const { count } of ofPerson) decisions += count;
      const denied = newDenials(policies, person, ofPerson, targets, +now);
      denials.push(...denied.map((use) => denialOf(person, use)));
    }
  }
  denials.sort((a, b) => b.count - a.count);
  return {
    decisions,
    peopleCount: people.size,
    deniedDecisions: denials.reduce((sum, { count }) => sum + count, 0),
    denials: denials.slice(0, SHOWN_DENIALS),
    moreDenials: Math.max(0, denials.length - SHOWN_DENIALS),
  };
}

/** What of a use has to be known to decide it again. */
export type DecidedUse = Pick<Use, "permission" | "basis" | "resourceType" | "resourceId">;

/**
 * Which of a person's uses one policy allows and the other does not. A session's choice among roles
 * that exclude each other is not known any more: each of them is taken as used.
 * @param targets by `placeOf`; a grant's resource that is not there lies under nothing.
 */
export function newDenials<Each extends DecidedUse>(
  [is, would]: readonly [Policy, Policy],
  person: PrincipalFacts,
  uses: readonly Each[],
  targets: ReadonlyMap<string, Target>,
  at: number,
): Each[] {
  const before = compileAccess(is, person, at, "all");
  const after = compileAccess(would, person, at, "all");
  return uses.filter((use) => {
    const allowed = (access: Access) =>
      decide(access, use.permission, targetFor(use, person, targets));
    return allowed(before) && !allowed(after);
  });
}

export const placeOf = ({ resourceType, resourceId }: DecidedUse) =>
  `${resourceType}/${resourceId}`;

/**
 * What to ask about again: what a grant was given on, something of the person's own, or nothing in
 * particular. Each is the least by which the use was allowed.
 */
function targetFor(
  use: DecidedUse,
  { identifiers }: PrincipalFacts,
  targets: ReadonlyMap<string, Target>,
): Target | null {
  if (use.basis === "everywhere") return null;
  const nothing = { type: "", id: "", owner: null, ancestors: [] };
  if (use.basis === "own") return targetOf({ ...nothing, owner: identifiers[0] ?? null });
  const { resourceType: type, resourceId: id } = use;
  return targets.get(placeOf(use)) ?? targetOf({ ...nothing, type, id });
}

/** The resources that grants were given on, where they lie now. */
async function targetsOf(
  sql: Sql,
  tenantId: string,
  uses: readonly Use[],
): Promise<Map<string, Target>> {
  const granted = uses.filter(({ basis }) => basis === "grant");
  const named = [...new Map(granted.map((use) => [placeOf(use), use])).values()];
  const refs = named.map(({ resourceType: type, resourceId: id }) => ({ type, id }));
  const places = await readPlaces(sql, tenantId, refs);
  return new Map(
    named.map((use, index) => {
      const { owner = null, ancestors = [] } = places[index] ?? {};
      const { resourceType: type, resourceId: id } = use;
      return [placeOf(use), targetOf({ type, id, owner, ancestors })];
    }),
  );
}

function denialOf({ userId, name }: PersonFacts, use: Use): NewDenial {
  const { permission, basis, resourceType, resourceId, lastAt, count } = use;
  const on = resourceId ? `${resourceType}/${resourceId}` : resourceType;
  return {
    person: { id: userId, name },
    permission,
    on: basis === "grant" ? on : null,
    lastAt: new Date(lastAt).toISOString(),
    count,
  };
}
