import { addBits, emptyBits, hasBit, listBits } from "../../core/bits.ts";
import type { Access } from "./access.ts";
import { type ConditionFact, isSameCondition } from "./conditions.ts";

/**
 * Where a permission holds: everywhere in the tenant, nowhere but to be given to others, on what the person owns, on what is owned by
 * whoever an identifier names, as `keyOf` names a resource or a type, or where a condition asks for another permission with it.
 */
export type Reach =
  | "everywhere"
  | "to give"
  | "own"
  | `of ${string}`
  | `on ${string}`
  | `with ${string}`;
export type Reaching = { permission: string; reach: Reach };

/** People whose access changes in the same way. */
export type RadiusGroup = {
  gained: Reaching[];
  lost: Reaching[];
  people: { id: string; name: string }[];
};

/** Who gains and who loses which permission on what. */
export type BlastRadius = {
  /** People of `groups` and of `untilChosen`, each once. */
  peopleCount: number;
  groups: RadiusGroup[];
  /**
   * Whom a dynamic separation of duty newly lets use what they have, and from whom it takes the use until
   * they choose in a session; missing when there is nobody.
   */
  untilChosen?: RadiusGroup[];
};

/** What one person gains and loses between two compiled states; null is no access at all. */
export function compareAccess(
  before: Access | null,
  after: Access | null,
): { gained: Reaching[]; lost: Reaching[] } {
  const indexes = before && after ? differing(before, after) : null;
  const [was, is] = [reachOf(before, indexes), reachOf(after, indexes)];
  return {
    gained: [
      ...minus(is.allowed, was.allowed),
      ...minus(was.denied, is.denied),
      ...freedBy(before, after),
    ],
    lost: [
      ...minus(was.allowed, is.allowed),
      ...minus(is.denied, was.denied),
      ...freedBy(after, before),
    ],
  };
}

/** What `bound` had only with another permission that is lacking, and `free` has without. */
function freedBy(bound: Access | null, free: Access | null): Reaching[] {
  if (!bound || !free || bound.policy === free.policy) return [];
  return [...bound.policy.conditions.byBase.values()].flat().flatMap((fact): Reaching[] => {
    const others = free.policy.conditions.byBase.get(fact.of) ?? [];
    if (others.some((each) => isSameCondition(each, fact))) return [];
    const isFreed = isHeldBack(bound, fact) && isHeld(free, fact.of);
    return isFreed ? [{ permission: fact.of, reach: `with ${fact.permission}` }] : [];
  });
}

function isHeld(access: Access, permission: string): boolean {
  const index = access.policy.space.indexOf(permission);
  return index !== undefined && !hasBit(access.deny, index) && isAllowedSomewhere(access, index);
}

/** Whether somebody has a permission somewhere without the one that its condition asks for. */
function isHeldBack(access: Access, { permission, of }: ConditionFact): boolean {
  if (!isHeld(access, of)) return false;
  const { space } = access.policy;
  const [base, beside] = [space.indexOf(of), space.indexOf(permission)];
  if (base === undefined) return false;
  if (beside === undefined || hasBit(access.deny, beside)) return true;
  if (hasBit(access.allow, beside)) return false;
  if (hasBit(access.allow, base)) return true;
  if (hasBit(access.own, base) && !hasBit(access.own, beside)) return true;
  return access.resources
    .values()
    .some((on) => hasBit(on.allow, base) && !hasBit(on.allow, beside));
}

/**
 * What somebody gains and loses who is known by other identifiers than before: what they may do with what
 * they own, on whatever the new ones own, and no longer on what the old ones do.
 */
export function compareOwned(
  before: Access,
  after: Access,
  was: readonly string[],
  is: readonly string[],
): { gained: Reaching[]; lost: Reaching[] } {
  const of = (access: Access, ids: readonly string[]) =>
    access.policy.space.ids.flatMap((permission, index) =>
      hasBit(access.own, index) && !hasBit(access.allow, index)
        ? ids.map((id): Reaching => ({ permission, reach: `of ${id}` }))
        : [],
    );
  return {
    gained: of(
      after,
      is.filter((id) => !was.includes(id)),
    ),
    lost: of(
      before,
      was.filter((id) => !is.includes(id)),
    ),
  };
}

type Reaches = { allowed: Map<string, Reaching>; denied: Map<string, Reaching> };

/** What reaches everywhere reaches what one owns, and every resource, as well. */
function minus(these: Map<string, Reaching>, those: Map<string, Reaching>): Reaching[] {
  return [...these]
    .filter(([key, { permission }]) => !those.has(key) && !those.has(`${permission} everywhere`))
    .map(([, reaching]) => reaching);
}

/**
 * The numbers of the permissions about which the two can say different things; null for all, as when
 * a product has registered one and the numbers mean something else.
 */
function differing(before: Access, after: Access): number[] | null {
  const [ids, others] = [before.policy.space.ids, after.policy.space.ids];
  if (ids.length !== others.length || ids.some((id, index) => id !== others[index])) return null;
  const found = emptyBits(ids.length);
  for (let word = 0; word < found.length; word++) {
    const changed = (bits: "allow" | "own" | "deny" | "administers") =>
      (before[bits][word] ?? 0) ^ (after[bits][word] ?? 0);
    found[word] = changed("allow") | changed("own") | changed("deny") | changed("administers");
  }
  for (const on of [...before.resources.values(), ...after.resources.values()]) {
    addBits(found, on.allow);
    addBits(found, on.deny);
  }
  return listBits(found);
}

/** By number a permission means something else after a product has registered one: so, by id. */
function reachOf(access: Access | null, indexes: readonly number[] | null): Reaches {
  const reaches: Reaches = { allowed: new Map(), denied: new Map() };
  if (!access) return reaches;
  const { ids } = access.policy.space;
  for (const index of indexes ?? ids.keys()) {
    const permission = ids[index];
    if (permission !== undefined) reachOfOne(access, index, permission, reaches);
  }
  return reaches;
}

function reachOfOne(access: Access, index: number, permission: string, into: Reaches): void {
  if (hasBit(access.deny, index)) return;
  const add = (to: Map<string, Reaching>, reach: Reach) =>
    to.set(`${permission} ${reach}`, { permission, reach });
  const isEverywhere = hasBit(access.allow, index);
  if (isEverywhere) add(into.allowed, "everywhere");
  else if (hasBit(access.own, index)) add(into.allowed, "own");
  if (!isEverywhere && hasBit(access.administers, index)) add(into.allowed, "to give");
  for (const [key, on] of access.resources) {
    // A denial takes away only what there is.
    if (hasBit(on.deny, index)) {
      if (isAllowedSomewhere(access, index)) add(into.denied, `on ${key}`);
    } else if (hasBit(on.allow, index) && !isEverywhere) add(into.allowed, `on ${key}`);
  }
}

function isAllowedSomewhere(access: Access, index: number): boolean {
  if (hasBit(access.allow, index) || hasBit(access.own, index)) return true;
  return access.resources.values().some((on) => hasBit(on.allow, index));
}

/**
 * Whether whoever has `access` has at least this, or may give it: nobody gives, or takes away, what they
 * lack.
 */
export function reaches(
  { policy, identifiers, ...access }: Access,
  { permission, reach }: Reaching,
): boolean {
  const index = policy.space.indexOf(permission);
  if (index === undefined || hasBit(access.deny, index)) return false;
  if (reach.startsWith("with ")) {
    const beside = policy.space.indexOf(reach.slice("with ".length));
    const isGivable = (each: number) =>
      hasBit(access.allow, each) || hasBit(access.administers, each);
    // What the change itself has made, nobody can have had.
    if (beside !== undefined && (hasBit(access.deny, beside) || !isGivable(beside))) return false;
  }
  const on = reach.startsWith("on ") ? access.resources.get(reach.slice("on ".length)) : undefined;
  if (on && hasBit(on.deny, index)) return false;
  if (hasBit(access.allow, index) || hasBit(access.administers, index)) return true;
  if (reach === "everywhere" || reach === "to give" || reach.startsWith("with ")) return false;
  if (reach === "own") return hasBit(access.own, index);
  if (reach.startsWith("of ")) {
    return hasBit(access.own, index) && identifiers.includes(reach.slice("of ".length));
  }
  return on !== undefined && hasBit(on.allow, index);
}

/** How many people an event names; the rest it counts. */
const STORED_PEOPLE = 500;

/** A radius as an audit event keeps it: whole, but for the names of more than 500 people. */
export function storable({ peopleCount, groups, untilChosen }: BlastRadius) {
  let room = STORED_PEOPLE;
  const stored = ({ gained, lost, people }: RadiusGroup) => {
    const named = people.slice(0, room);
    room -= named.length;
    return { gained, lost, people: named, morePeople: people.length - named.length };
  };
  return {
    peopleCount,
    groups: groups.map(stored),
    ...(untilChosen ? { untilChosen: untilChosen.map(stored) } : {}),
  };
}
