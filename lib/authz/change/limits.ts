import { hasBit } from "../../core/bits.ts";
import { GatehouseError } from "../../core/errors.ts";
import { namesOf } from "../catalogue/permissions.ts";
import type { Access } from "../engine/access.ts";
import { accessOn, ownedPermissions } from "../engine/access-on.ts";
import { type BlastRadius, type Reach, type Reaching, reaches } from "../engine/blast-radius.ts";
import type { Target } from "../engine/decide.ts";
import { keyOf } from "../engine/decision-table.ts";
import type { Policy } from "../engine/policy.ts";
import { lackingFor } from "../engine/role-limits.ts";
import { type Side, viewing } from "./compare.ts";
import type { ComparedPerson } from "./people.ts";

type State = Side & { policy: Policy };
/** What the actor may do before the change; who they are, null for a program. */
type By = { access: Access; userId: string | null };

/**
 * Refuses a change that gives or takes away what its actor lacks where it happens, or that denies
 * somebody what the actor could not have given them.
 * @throws GatehouseError permission_denied
 */
export function requireAuthority(by: By, before: State, after: State, radius: BlastRadius): void {
  const access = before.targets.reduce(accessOn, by.access);
  requireHeld(access, before, after, radius);
  requireOwnersHeld(access, before, after);
  requireMayDeny({ ...by, access }, before, after, radius);
}

function requireHeld(access: Access, before: State, after: State, { groups }: BlastRadius): void {
  const lacking = new Set<string>();
  const check = (all: readonly Reaching[]) => {
    for (const each of all) if (!reaches(access, each)) lacking.add(each.permission);
  };
  for (const { gained, lost } of groups) {
    // What the change itself has made, nobody can have had; what it ends, nobody need be able to give.
    check(gained.filter(({ permission }) => isKnown(before, permission)));
    check(
      lost.filter(({ permission, reach }) => reach !== "to give" || isKnown(after, permission)),
    );
  }
  refuse([...lacking]);
}

function isKnown({ policy }: State, permission: string): boolean {
  return policy.space.indexOf(permission) !== undefined;
}

/** @throws GatehouseError permission_denied, when somebody lacks any of these. */
export function refuse(lacking: readonly string[]): void {
  if (lacking.length === 0) return;
  const message = `This changes who may do what you may not do yourself: ${namesOf([...lacking])}.`;
  throw new GatehouseError("permission_denied", message);
}

/**
 * While nobody is registered as the owner of something, it is whose its product says: registering an
 * owner, or none any more, takes from somebody nobody here knows, or gives to them. So does another
 * property in which a type's products name the owner.
 */
function requireOwnersHeld(access: Access, before: State, after: State): void {
  const changed: { type: string; reach: Reach }[] = before.targets
    .filter((target, index) => isSaid(target) !== isSaid(after.targets[index]))
    .map(({ type, id }) => ({ type, reach: `on ${keyOf(type, id)}` }));
  for (const type of before.policy.ownerTypes.union(after.policy.ownerTypes)) {
    if (before.policy.ownerPropertyOf(type) === after.policy.ownerPropertyOf(type)) continue;
    changed.push({ type, reach: "everywhere" });
  }
  const lacking = changed.flatMap(({ type, reach }) =>
    ownedPermissions(before.policy, type).filter((permission) => {
      return !reaches(access, { permission, reach });
    }),
  );
  refuse([...new Set(lacking)]);
}

function isSaid(target: Target | undefined): boolean {
  return target?.ownerKey != null;
}

/**
 * A denial wins over everything: with one, somebody could take from those above them what they could
 * never have given. So whoever denies something must be able to give whatever gives it.
 */
function requireMayDeny(by: By, before: State, after: State, { groups }: BlastRadius): void {
  const [viewBefore, viewAfter] = [viewing(before.targets), viewing(after.targets)];
  const seen = new Map<Access, Set<Access>>();
  for (const { lost, people } of groups) {
    const permissions = new Set(lost.map(({ permission }) => permission));
    for (const { id } of people) {
      const was = before.people.get(id);
      const [denials, former] = [viewAfter(after.people.get(id)), viewBefore(was)];
      if (id === by.userId || !was || !denials || !former) continue;
      const others = seen.get(former) ?? new Set<Access>();
      seen.set(former, others);
      if (others.has(denials)) continue;
      others.add(denials);
      for (const permission of permissions) {
        const were = deniedOn(former, permission);
        if (deniedOn(denials, permission).every((place) => were.includes(place))) continue;
        requireGivable(by.access, before.policy, was, permission);
      }
    }
  }
}

/** Where roles or grants deny it; a module that is switched off denies it to nobody in particular. */
function deniedOn({ policy, deny, resources }: Access, permission: string): string[] {
  const index = policy.space.indexOf(permission);
  if (index === undefined) return [];
  const everywhere = hasBit(deny, index) && !hasBit(policy.off, index) ? ["everywhere"] : [];
  const places = [...resources].filter(([, on]) => hasBit(on.deny, index)).map(([key]) => key);
  return [...everywhere, ...places];
}

/**
 * Whoever takes something from somebody must be able to give all that gives it to them.
 * @param taking what is done, after "you cannot".
 * @throws GatehouseError permission_denied, naming the role.
 */
export function requireGivable(
  access: Access,
  policy: Policy,
  { name, facts }: Pick<ComparedPerson, "name" | "facts">,
  permission: string,
  taking = "deny it",
): void {
  const index = policy.space.indexOf(permission) ?? -1;
  for (const { roleId } of facts.holdings) {
    const role = policy.roles.get(roleId);
    if (!role || !(hasBit(role.allow, index) || hasBit(role.own, index))) continue;
    const lacking = lackingFor(access, policy, roleId);
    if (lacking.length === 0) continue;
    const message = `${name} may do this as ${role.held.name}, which you could not give them, so you cannot ${taking}: ${namesOf([permission])}.`;
    throw new GatehouseError("permission_denied", message);
  }
  for (const { permission: given, effect, resourceType, resourceId } of facts.grants) {
    if (effect === "deny" || !hasBit(policy.space.allowedWith(given), index)) continue;
    const reach = `on ${keyOf(resourceType, resourceId)}` as const;
    if (!reaches(access, { permission: given, reach })) refuse([given]);
  }
}
