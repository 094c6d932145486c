import { permissionIds, permissionOf } from "#lib/authz/catalogue/permissions";
import { type Target, targetOf } from "#lib/authz/engine/decide";
import type {
  GrantFact,
  PolicyFacts,
  PrincipalFacts,
  RoleEntry,
  RoleFact,
} from "#lib/authz/engine/facts";
import type { Random } from "#lib/core/random";

/** The tree of resources, from its top; a grant on one reaches all below it. */
export const resourceLevels = ["organization", "workspace", "project", "document"] as const;
/** What lies under each of the level above. */
const CHILDREN = [20, 10, 10, 10];

export const ROLE_LEVELS = 5;
const ROLES_PER_LEVEL = 40;
const DENIED_ENTRIES = 0.05;
const OWN_ENTRIES = 0.1;
const DENIED_GRANTS = 0.1;

const always = { startsAt: null, endsAt: null, via: null };

/** What a tenant's products have registered, beside what the catalogue knows. */
const productPermissions = ["ad", "asset", "board", "chat", "deal", "lead", "poll", "shop"].flatMap(
  (type) => ["read", "create", "update", "archive", "delete"].map((action) => `${type}.${action}`),
);

/** What grants and questions are about: whatever makes sense on one resource. */
export const resourcePermissions: readonly string[] = [
  ...permissionIds.filter((id) => permissionOf(id).on !== undefined),
  ...productPermissions,
];

export type Person = { id: string; facts: PrincipalFacts };
/** A resource with an owner. */
export type Resource = Target & { owner: string };
/** A tenant that never was: the same one for every engine, and in every run. */
export type BenchPolicy = {
  policy: PolicyFacts;
  people: readonly Person[];
  resources: readonly Resource[];
};

export type Sizes = { people: number; grants: number };

/** 200 roles in five levels over all permissions, people with one to four of them, and grants. */
export function generatePolicy(random: Random, { people: count, grants }: Sizes): BenchPolicy {
  const roles = generateRoles(random.fork("roles"));
  const ids = Array.from({ length: count }, () => random.uuid());
  const resources = generateResources(random.fork("resources"), ids);
  const granted = generateGrants(random.fork("grants"), resources, ids, grants);
  const holdings = random.fork("holdings");
  const people = ids.map((id) => {
    const held = pickSome(holdings, roles, holdings.int(1, 4));
    const facts: PrincipalFacts = {
      identifiers: [id, `${id.slice(0, 8)}@bench.example`],
      holdings: held.map((role) => ({ roleId: role.id, ...always })),
      grants: granted.get(id) ?? [],
      exceptions: [],
    };
    return { id, facts };
  });
  const policy: PolicyFacts = {
    version: "1",
    roles,
    productPermissions,
    closedTypes: [],
    ownerProperties: {},
    subjectTypes: {},
    conditions: [],
    disabledModules: [],
    sodRules: [],
  };
  return { policy, people, resources };
}

/** Each role but those of the lowest level has parents, the first of them right below it. */
function generateRoles(random: Random): RoleFact[] {
  const levels: RoleFact[][] = [];
  for (let level = 0; level < ROLE_LEVELS; level++) {
    const below = levels.at(-1);
    const known = levels.flat();
    const roles = Array.from({ length: ROLES_PER_LEVEL }, (_, index) => {
      const parents = below
        ? [random.pick(below), ...pickSome(random, known, random.int(0, 2))].map(({ id }) => id)
        : [];
      return {
        id: random.uuid(),
        name: `Role ${level + 1}.${index + 1}`,
        description: "",
        parents: [...new Set(parents)],
        entries: generateEntries(random),
      };
    });
    levels.push(roles);
  }
  return levels.flat();
}

function generateEntries(random: Random): RoleEntry[] {
  const known = [...permissionIds, ...productPermissions];
  return pickSome(random, known, random.int(2, 6)).map((permission) => {
    const denied = random.chance(DENIED_ENTRIES);
    const ownOnly = !denied && random.chance(OWN_ENTRIES);
    return { permission, effect: denied ? "deny" : "allow", ownOnly };
  });
}

function generateResources(random: Random, owners: readonly string[]): Resource[] {
  const all: Resource[] = [];
  let above: Resource[] = [];
  for (const [level, type] of resourceLevels.entries()) {
    const chains = above.length
      ? above.map((parent) => [{ type: parent.type, id: parent.id }, ...parent.ancestors])
      : [[]];
    above = chains.flatMap((ancestors) =>
      Array.from({ length: CHILDREN[level] ?? 0 }, () => {
        const owner = random.pick(owners);
        return { ...targetOf({ type, id: random.uuid(), owner, ancestors }), owner };
      }),
    );
    all.push(...above);
  }
  return all;
}

/** Most grants are on documents, as there are most of them, but not nearly as many as that. */
function generateGrants(
  random: Random,
  resources: readonly Resource[],
  people: readonly string[],
  count: number,
): Map<string, GrantFact[]> {
  const byType = Map.groupBy(resources, ({ type }) => type);
  const granted = new Map<string, GrantFact[]>(people.map((id) => [id, []]));
  for (let index = 0; index < count; index++) {
    const type = random.weighted([
      ["organization", 2],
      ["workspace", 13],
      ["project", 25],
      ["document", 60],
    ] as const);
    granted.get(random.pick(people))?.push({
      id: random.uuid(),
      permission: random.pick(resourcePermissions),
      effect: random.chance(DENIED_GRANTS) ? "deny" : "allow",
      resourceType: type,
      resourceId: random.pick(byType.get(type) ?? []).id,
      ...always,
    });
  }
  return granted;
}

/** Different ones, `count` of them or, where there are fewer, all. */
function pickSome<T>(random: Random, list: readonly T[], count: number): T[] {
  const picked = new Set<T>();
  while (picked.size < Math.min(count, list.length)) picked.add(random.pick(list));
  return [...picked];
}
