import { DefaultRoleManager, type Enforcer, newEnforcer, newModelFromString } from "casbin";
import type { Effect, RoleFact } from "#lib/authz/engine/facts";
import { entriesOf, type Policy, parentsOf, withAncestors } from "#lib/authz/engine/policy";
import { listBits } from "#lib/core/bits";
import type { Engine } from "./access-engines.ts";
import type { BenchPolicy, Person, Resource } from "./access-policy.ts";

/** Roles and resources inherit, a denial wins, and the cheap comparison comes first. */
const MODEL = `
[request_definition]
r = sub, obj, act, owner
[policy_definition]
p = sub, obj, act, eft
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.act == p.act && (p.obj == "*" || (p.obj == "own" && r.owner == r.sub) || g2(r.obj, p.obj)) && g(r.sub, p.sub)
`;

const MAX_LEVELS = 10;

type Rule = [subject: string, object: string, action: string, effect: Effect];

/**
 * casbin as its documentation wants it when there are many rules: each enforcer has a part of the
 * policy ("policy subset loading"), here what concerns one person, and permissions are the roles'.
 * Denials come first, so that one ends the search. The trees of roles and of resources are shared.
 * Enforcers are made for the people in `of` only: each keeps a model of its own.
 */
export async function casbinEngine(
  { people, resources, policy: facts }: BenchPolicy,
  policy: Policy,
  of: Iterable<number>,
): Promise<Engine> {
  const roles = new Map(facts.roles.map((role) => [role.id, role]));
  const rules = new Map(facts.roles.map((role) => [role.id, rulesOfRole(policy, role)]));
  const managers = { g: await roleTree(people, facts.roles), g2: await resourceTree(resources) };
  const enforcers = new Map<number, Enforcer>();
  const preparedMs: number[] = [];
  for (const index of new Set(of)) {
    const person = people[index];
    if (!person) continue;
    const before = process.hrtime.bigint();
    const held = person.facts.holdings.flatMap(({ roleId }) => [
      ...withAncestors(roleId, (id) => parentsOf(roles.get(id))),
    ]);
    const own = [...new Set(held)].flatMap((id) => rules.get(id) ?? []);
    enforcers.set(index, await enforcerOf([...own, ...rulesOfGrants(policy, person)], managers));
    preparedMs.push(Number(process.hrtime.bigint() - before) / 1e6);
  }
  return {
    preparedMs,
    decide(person, permission, resource) {
      const { id } = people[person] ?? {};
      const { id: object, owner } = resources[resource] ?? {};
      return enforcers.get(person)?.enforceSync(id, object, permission, owner) === true;
    },
  };
}

type Managers = Record<"g" | "g2", DefaultRoleManager>;

async function enforcerOf(rules: readonly Rule[], managers: Managers): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  const sections = enforcer.getModel().model;
  const policy = sections.get("p")?.get("p");
  if (!policy) throw new Error("casbin's model has no policy");
  policy.policy = rules.toSorted((a, b) => Number(b[3] === "deny") - Number(a[3] === "deny"));
  for (const [name, manager] of Object.entries(managers)) {
    const assertion = sections.get("g")?.get(name);
    if (!assertion) throw new Error(`casbin's model has no ${name}`);
    assertion.rm = manager;
  }
  return enforcer;
}

async function roleTree(people: readonly Person[], roles: readonly RoleFact[]) {
  const manager = new DefaultRoleManager(MAX_LEVELS);
  for (const { id, parents } of roles) {
    for (const parent of parents) await manager.addLink(id, parent);
  }
  for (const { id, facts } of people) {
    for (const { roleId } of facts.holdings) await manager.addLink(id, roleId);
  }
  return manager;
}

async function resourceTree(resources: readonly Resource[]) {
  const manager = new DefaultRoleManager(MAX_LEVELS);
  for (const { id, ancestors } of resources) {
    if (ancestors[0]) await manager.addLink(id, ancestors[0].id);
  }
  return manager;
}

function rulesOfRole(policy: Policy, role: RoleFact): Rule[] {
  const rules = entriesOf(policy.space, role).flatMap(({ permission, effect, ownOnly }) =>
    reached(policy, permission, effect).map((each): Rule => {
      return [role.id, ownOnly ? "own" : "*", each, effect];
    }),
  );
  return [...new Map(rules.map((rule) => [rule.join(), rule])).values()];
}

function rulesOfGrants(policy: Policy, { id, facts }: Person): Rule[] {
  return facts.grants.flatMap(({ permission, effect, resourceId }) =>
    reached(policy, permission, effect).map((each): Rule => [id, resourceId ?? "*", each, effect]),
  );
}

/** The permission and what it implies or, denied, what implies it: casbin knows no implications. */
function reached({ space }: Policy, permission: string, effect: Effect): string[] {
  const bits = effect === "deny" ? space.deniedWith(permission) : space.allowedWith(permission);
  return listBits(bits).flatMap((bit) => space.ids[bit] ?? []);
}
