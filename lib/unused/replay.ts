import { type Access, compileAccess } from "../access/access.ts";
import { decide, type Target, targetOf } from "../access/decide.ts";
import { compilePolicy, descendantsOf } from "../access/policy.ts";
import { type PersonFacts, readPeopleFacts, readPolicyFacts } from "../access/read-facts.ts";
import { readPlaces } from "../access/read-target.ts";
import type { Grant } from "../core/grant.ts";
import { type Sql, withTenantSnapshot } from "../platform/db.ts";
import { requireRole } from "./queries.ts";
import { readHolders, readUses, type Use } from "./read-uses.ts";
import type { NewDenial, Replay, ReplayInput } from "./schema.ts";

/** People whose uses are read with one statement. */
const BATCH = 500;
const SHOWN_DENIALS = 100;

/**
 * Decides again what the people whom a role reaches were allowed in the last days, with the role as
 * it would be. Only what is allowed now and would not be then is a new denial. A session's choice
 * among roles that exclude each other is not known any more: each of them is taken as used.
 * @throws GatehouseError not_found
 */
export function replay(
  { tenantId }: Grant<"access_usage.read">,
  { roleId, entries, days }: ReplayInput,
): Promise<Replay> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const facts = await readPolicyFacts(sql, tenantId);
    requireRole(facts, roleId);
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
        const [is, would] = policies.map((each) => compileAccess(each, person, +now, "all"));
        for (const use of ofPerson) {
          decisions += use.count;
          const target = targets.get(nameOf(use)) ?? ownTarget(use, person);
          if (isNewDenial(is, would, use, target)) denials.push(denialOf(person, use));
        }
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
  });
}

function isNewDenial(
  is: Access | undefined,
  would: Access | undefined,
  { permission }: Use,
  target: Target | null,
): boolean {
  if (!is || !would) return false;
  return decide(is, permission, target) && !decide(would, permission, target);
}

const nameOf = ({ resourceType, resourceId }: Use) => `${resourceType}/${resourceId}`;

/** The resources that grants were given on, where they lie now. */
async function targetsOf(
  sql: Sql,
  tenantId: string,
  uses: readonly Use[],
): Promise<Map<string, Target>> {
  const named = new Map(
    uses.filter(({ basis }) => basis === "grant").map((use) => [nameOf(use), use]),
  );
  const refs = [...named.values()].map(({ resourceType: type, resourceId: id }) => ({ type, id }));
  const places = await readPlaces(sql, tenantId, refs);
  return new Map(
    [...named.keys()].map((name, index) => {
      const { owner = null, ancestors = [] } = places[index] ?? {};
      const { type, id } = refs[index] ?? { type: "", id: "" };
      return [name, targetOf({ type, id, owner, ancestors })];
    }),
  );
}

/** Something of the person's own, for what they could do to that alone; else nothing in particular. */
function ownTarget({ basis }: Use, { identifiers }: PersonFacts): Target | null {
  if (basis !== "own") return null;
  return targetOf({ type: "", id: "", owner: identifiers[0] ?? null, ancestors: [] });
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
