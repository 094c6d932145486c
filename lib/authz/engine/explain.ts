import { hasBit } from "../../core/bits.ts";
import { type Access, compileAccess, isInForce } from "./access.ts";
import { decide, type Target } from "./decide.ts";
import { keyOf } from "./decision-table.ts";
import type {
  Effect,
  GrantFact,
  PolicyFacts,
  PrincipalFacts,
  RoleEntry,
  Via,
  Window,
} from "./facts.ts";
import type { PermissionSpace } from "./permission-space.ts";
import { compilePolicy, entriesOf, type Policy, parentsOf } from "./policy.ts";
import { isBroken, membersHad, type RoleChoice } from "./separation.ts";
import { grantWords } from "./separation-words.ts";
import { hadAt } from "./violations.ts";

type Named = { id: string; name: string };

/**
 * One reason for a decision: a role, on the way from the one that is held up to the one that says it,
 * or a grant on the resource or on something above it. `said` is the permission it names, which may
 * imply the one that was asked about, or when denying be implied by it.
 */
export type Reason = Window & { said: string; effect: Effect; via: Via } & (
    | { kind: "role"; path: Named[]; ownOnly: boolean }
    | { kind: "grant"; grantId: string; resourceType: string; resourceId: string | null }
  );

/** A reason that would allow it, if the role that is held were in use. */
export type DormantReason = Reason & KeptBy;

/** Why a role that is held is not in use. */
type KeptBy = {
  rule: Named;
  /** Grants beside which no choice lets the role be used, in words; empty where choosing it is enough. */
  grants: string[];
};

/** A role that would allow it, and what else it would bring. */
export type Remedy = { role: Named; otherPermissions: string[] };

export type Explanation = {
  allowed: boolean;
  /** What allows it; reasons that only reach what somebody owns are left out when they do not. */
  allows: Reason[];
  /** What denies it; one is enough. */
  denies: Reason[];
  /** What would allow it, but excludes a role that is in use, or has to be chosen first. */
  dormant: DormantReason[];
  /** The module whose absence denies it to the whole tenant. */
  disabledModule: string | null;
};

/** Somebody's facts at a moment, ready for questions about them. */
export type Explainer = {
  policyFacts: PolicyFacts;
  policy: Policy;
  facts: PrincipalFacts;
  access: Access;
  fromRoles: readonly Reason[];
  /** What keeps roles out of use, by the id of the role that is held. */
  unused: ReadonlyMap<string, KeptBy>;
  at: number;
};

/**
 * @param at in milliseconds since 1970.
 * @param choice of the roles that exclude each other, those that are used.
 */
export function explainerOf(
  policyFacts: PolicyFacts,
  facts: PrincipalFacts,
  at: number,
  choice: RoleChoice = [],
): Explainer {
  const policy = compilePolicy(policyFacts);
  const access = compileAccess(policy, facts, at, choice);
  const unused = keptOutOfUse(policy, facts, access, at);
  const fromRoles = reasonsOfRoles(policyFacts, policy, facts, at);
  return { policyFacts, policy, facts, access, fromRoles, unused, at };
}

function keptOutOfUse(
  policy: Policy,
  facts: PrincipalFacts,
  { inactive }: Access,
  at: number,
): Map<string, KeptBy> {
  const had = hadAt(facts, at);
  const kept = new Map<string, KeptBy>();
  for (const { roleId, ruleId } of inactive) {
    const rule = policy.sodRules.find(({ id }) => id === ruleId);
    if (!rule || (kept.get(roleId)?.grants.length ?? 0) > 0) continue;
    const alone = { ...had, roleIds: [roleId] };
    const isNever = isBroken(policy, rule, alone, had.roleIds);
    const members = isNever ? membersHad(policy, rule, alone, had.roleIds) : [];
    const grants = new Set(members.flatMap((each) => each.grants.map(grantWords)));
    kept.set(roleId, { rule: { id: rule.id, name: rule.name }, grants: [...grants].sort() });
  }
  return kept;
}

/**
 * Why somebody may or may not do something: the same facts as the decision, walked instead of
 * compiled. `allowed` is what `decide` says.
 */
export function explain(
  { policyFacts, policy, facts, access, fromRoles, unused, at }: Explainer,
  permission: string,
  target: Target | null,
): Explanation {
  const { space } = policy;
  const isOwner = target?.ownerKey != null && facts.identifiers.includes(target.ownerKey);
  const reasons = [...fromRoles, ...reasonsOfGrants(facts, target, at)].filter((reason) =>
    concerns(space, reason, permission),
  );
  const disabledModule = policyFacts.disabledModules.find((module) =>
    includes(space, space.deniedWith(module), permission),
  );
  const allowing = reasons.filter(
    (reason) =>
      reason.effect === "allow" && (reason.kind === "grant" || !reason.ownOnly || isOwner),
  );
  const keptBy = (reason: Reason) =>
    reason.kind === "role" ? unused.get(reason.path[0]?.id ?? "") : undefined;
  return {
    allowed: decide(access, permission, target),
    allows: allowing.filter((reason) => !keptBy(reason)),
    dormant: allowing.flatMap((reason) => {
      const kept = keptBy(reason);
      return kept ? [{ ...reason, ...kept }] : [];
    }),
    denies: reasons.filter(({ effect }) => effect === "deny"),
    disabledModule: disabledModule ?? null,
  };
}

function includes(space: PermissionSpace, bits: Uint32Array, permission: string): boolean {
  const index = space.indexOf(permission);
  return index !== undefined && hasBit(bits, index);
}

function concerns(space: PermissionSpace, { said, effect }: Reason, permission: string): boolean {
  const reach = effect === "deny" ? space.deniedWith(said) : space.allowedWith(said);
  return includes(space, reach, permission);
}

function reasonsOfRoles(
  policyFacts: PolicyFacts,
  policy: Policy,
  { holdings }: PrincipalFacts,
  at: number,
): Reason[] {
  const roles = new Map(policyFacts.roles.map((role) => [role.id, role]));
  const nameOf = (id: string) => policy.roles.get(id)?.held.name ?? id;
  return holdings.flatMap(({ roleId, via, startsAt, endsAt }) => {
    if (!isInForce({ startsAt, endsAt }, at)) return [];
    const paths = shortestPaths(roleId, (id) => parentsOf(roles.get(id)));
    return [...paths].flatMap(([id, path]) => {
      const role = roles.get(id);
      if (!role) return [];
      const named = path.map((each) => ({ id: each, name: nameOf(each) }));
      return entriesOf(policy.space, role).map(
        ({ permission: said, effect, ownOnly }: RoleEntry): Reason => ({
          kind: "role",
          path: named,
          said,
          effect,
          ownOnly,
          via,
          startsAt,
          endsAt,
        }),
      );
    });
  });
}

/** From a role to itself and everything above it, by the fewest steps. */
function shortestPaths(from: string, parents: (id: string) => readonly string[]) {
  const paths = new Map([[from, [from]]]);
  for (const [id, path] of paths) {
    for (const parent of parents(id)) {
      if (!paths.has(parent)) paths.set(parent, [...path, parent]);
    }
  }
  return paths;
}

function reasonsOfGrants({ grants }: PrincipalFacts, target: Target | null, at: number): Reason[] {
  if (!target) return [];
  const keys = new Set(
    [target, ...target.ancestors].flatMap(({ type, id }) => [keyOf(type, id), keyOf(type, null)]),
  );
  return grants
    .filter(
      (grant) => isInForce(grant, at) && keys.has(keyOf(grant.resourceType, grant.resourceId)),
    )
    .map(
      ({ id, permission: said, ...rest }: GrantFact): Reason => ({
        kind: "grant",
        grantId: id,
        said,
        ...rest,
      }),
    );
}

const MAX_REMEDIES = 5;

/**
 * Roles that would allow something everywhere if the person had them too, those that bring least
 * first. None helps against a denial.
 */
export function remediesFor(
  { policy, facts, access: held, at }: Explainer,
  permission: string,
): Remedy[] {
  const always = { via: null, startsAt: null, endsAt: null };
  return [...policy.roles]
    .flatMap(([roleId, { held: role }]) => {
      const more = { ...facts, holdings: [...facts.holdings, { roleId, ...always }] };
      const access = compileAccess(policy, more, at, held.choice);
      if (!decide(access, permission)) return [];
      const gained = policy.space.ids.filter((id) => decide(access, id) && !decide(held, id));
      const otherPermissions = gained.filter((id) => id !== permission);
      return [{ role: { id: roleId, name: role.name }, otherPermissions }];
    })
    .sort((a, b) => a.otherPermissions.length - b.otherPermissions.length)
    .slice(0, MAX_REMEDIES);
}
