import { addBits, type Bits, keepBits, removeBits } from "../../core/bits.ts";
import { type DecisionTable, keyOf, tableOf } from "./decision-table.ts";
import type { GrantFact, PrincipalFacts, Window } from "./facts.ts";
import type { Policy } from "./policy.ts";
import { type InactiveRole, inactiveRoles, type RoleChoice } from "./separation.ts";

/** What was given, or denied, on one resource or on a type. */
export type OnResource = { allow: Bits; deny: Bits };

/** What a principal may do, compiled: a set of permissions plus a small map of resources. */
export type Access = DecisionTable & {
  policy: Policy;
  /** Everywhere. */
  allow: Bits;
  /** On resources that the principal owns. */
  own: Bits;
  /** Nowhere, whatever else is said. */
  deny: Bits;
  /** What the principal may give without having it. */
  administers: Bits;
  /** By `keyOf`. */
  resources: ReadonlyMap<string, OnResource>;
  identifiers: readonly string[];
  /** Roles that are in force and not used: what they deny counts, what they allow does not. */
  inactive: readonly InactiveRole[];
  choice: RoleChoice;
  /** From this moment on it may be wrong: something begins or ends. Infinity for never. */
  validUntil: number;
};

/**
 * @param at the moment that decides what is in force, in milliseconds since 1970.
 * @param choice of the roles that exclude each other, those that are used.
 */
export function compileAccess(
  policy: Policy,
  facts: PrincipalFacts,
  at: number,
  choice: RoleChoice = [],
): Access {
  const { space } = policy;
  const allow = space.none();
  const own = space.none();
  const deny = space.none();
  const administers = space.none();
  addBits(deny, policy.off);
  const held = facts.holdings.filter((each) => isInForce(each, at)).map(({ roleId }) => roleId);
  const excepted = facts.exceptions.filter(({ endsAt }) => at < endsAt).map(({ ruleId }) => ruleId);
  const grants = facts.grants.filter((grant) => isInForce(grant, at));
  const had = { roleIds: held, grants };
  const inactive = inactiveRoles(policy, had, new Set(excepted), choice);
  for (const roleId of held) {
    const role = policy.roles.get(roleId);
    if (!role) continue;
    addBits(deny, role.deny);
    if (inactive.some((each) => each.roleId === roleId)) continue;
    addBits(allow, role.allow);
    addBits(own, role.own);
    addBits(administers, role.administers);
  }
  removeBits(allow, deny);
  removeBits(own, deny);
  removeBits(administers, deny);
  const exceptions = facts.exceptions.map(({ endsAt }) => ({ startsAt: null, endsAt }));
  const validUntil = nextChange([...facts.holdings, ...facts.grants, ...exceptions], at);
  const resources = compileGrants(policy, grants);
  const { identifiers } = facts;
  const compiled = { policy, allow, own, deny, administers, resources };
  return withTable({ ...compiled, identifiers, inactive, choice, validUntil });
}

/** @param compiled what a table is made of, and what goes with it. */
export function withTable(compiled: Omit<Access, keyof DecisionTable>): Access {
  const { table, ruleKeys } = tableOf(compiled);
  const { policy, identifiers, allow, own, deny, administers, resources } = compiled;
  const { inactive, choice, validUntil } = compiled;
  // Written out, with what every decision reads at the beginning: the fields then lie together.
  return {
    table,
    policy,
    ruleKeys,
    identifiers,
    allow,
    own,
    deny,
    administers,
    resources,
    inactive,
    choice,
    validUntil,
  };
}

/** Whoever has nothing. */
export const nobody: PrincipalFacts = { identifiers: [], holdings: [], grants: [], exceptions: [] };

/** What somebody may do who has this role and nothing else. */
export function accessOfRole(policy: Policy, roleId: string): Access {
  const holding = { roleId, via: null, startsAt: null, endsAt: null };
  return compileAccess(policy, { ...nobody, holdings: [holding] }, 0, "all");
}

/**
 * What a program may do: the scopes of its key, and what they imply.
 * @param maker what the person who answers for the key may do: the key can do no more, anywhere. Of
 *   the same policy. Null for a key that nobody made, as on the command line.
 */
export function accessOfScopes(
  policy: Policy,
  scopes: readonly string[],
  maker: Access | null = null,
): Access {
  const { space } = policy;
  const scoped = space.none();
  for (const scope of scopes) addBits(scoped, space.allowedWith(scope));
  const allow = Uint32Array.from(scoped);
  const administers = space.none();
  const deny = Uint32Array.from(policy.off);
  if (maker) {
    keepBits(allow, maker.allow);
    addBits(administers, scoped);
    keepBits(administers, maker.administers);
    addBits(deny, maker.deny);
  }
  removeBits(allow, deny);
  removeBits(administers, deny);
  const resources = [...(maker?.resources ?? [])].map(([key, on]): [string, OnResource] => {
    const within = Uint32Array.from(on.allow);
    keepBits(within, scoped);
    return [key, { allow: within, deny: on.deny }];
  });
  return withTable({
    policy,
    allow,
    own: space.none(),
    deny,
    administers,
    resources: new Map(resources),
    identifiers: [],
    inactive: [],
    choice: [],
    validUntil: maker?.validUntil ?? Number.POSITIVE_INFINITY,
  });
}

function compileGrants({ space }: Policy, grants: readonly GrantFact[]): Map<string, OnResource> {
  const resources = new Map<string, OnResource>();
  for (const { permission, effect, resourceType, resourceId } of grants) {
    const key = keyOf(resourceType, resourceId);
    const on = resources.get(key) ?? { allow: space.none(), deny: space.none() };
    if (effect === "deny") addBits(on.deny, space.deniedWith(permission));
    else addBits(on.allow, space.allowedWith(permission));
    resources.set(key, on);
  }
  return resources;
}

/** Whether a window is open at a moment: its start belongs to it, its end does not. */
export function isInForce({ startsAt, endsAt }: Window, at: number): boolean {
  return (startsAt === null || startsAt <= at) && (endsAt === null || at < endsAt);
}

function nextChange(windows: readonly Window[], at: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { startsAt, endsAt } of windows) {
    if (startsAt !== null && startsAt > at) next = Math.min(next, startsAt);
    else if (endsAt !== null && endsAt > at) next = Math.min(next, endsAt);
  }
  return next;
}
