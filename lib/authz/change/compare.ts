import type { Access } from "../engine/access.ts";
import { accessOn, isOwnerOf } from "../engine/access-on.ts";
import {
  type BlastRadius,
  compareAccess,
  compareOwned,
  type RadiusGroup,
} from "../engine/blast-radius.ts";
import type { Target } from "../engine/decide.ts";
import type { ComparedPerson, People } from "./people.ts";

/** The people and the resources that a change concerns, before it or after it. */
export type Side = { people: People; targets: readonly Target[] };

/** Who gains and who loses what between two sides. */
export function radiusOf(before: Side, after: Side): BlastRadius {
  const groups = new Map<string, RadiusGroup>();
  const compare = comparing();
  const [viewBefore, viewAfter] = [viewing(before.targets), viewing(after.targets)];
  let peopleCount = 0;
  for (const id of new Set([...before.people.keys(), ...after.people.keys()])) {
    const [was, is] = [before.people.get(id), after.people.get(id)];
    const difference = compare(viewBefore(was), viewAfter(is));
    const { gained, lost, key } = withOwned(difference, was, is);
    if (gained.length === 0 && lost.length === 0) continue;
    peopleCount++;
    const group = groups.get(key) ?? { gained, lost, people: [] };
    group.people.push({ id, name: is?.name ?? was?.name ?? "" });
    groups.set(key, group);
  }
  return { peopleCount, groups: [...groups.values()] };
}

/** What somebody's access comes to on the resources concerned; those who share one share the other. */
export function viewing(targets: readonly Target[]) {
  const known = new Map<Access, Map<string, Access>>();
  return (person: Pick<ComparedPerson, "access" | "identifiers"> | undefined): Access | null => {
    if (!person) return null;
    const { access, identifiers } = person;
    if (targets.length === 0) return access;
    const owned = targets.map((target) => (isOwnerOf(identifiers, target) ? 1 : 0)).join("");
    const views = known.get(access) ?? new Map<string, Access>();
    known.set(access, views);
    const view = views.get(owned) ?? targets.reduce(accessOn, { ...access, identifiers });
    views.set(owned, view);
    return view;
  };
}

type Difference = ReturnType<typeof compareAccess> & { key: string };

/** Compares two compiled accesses once, however many people share them. */
function comparing() {
  const known = new Map<Access | null, Map<Access | null, Difference>>();
  return (before: Access | null, after: Access | null): Difference => {
    const sameBefore = known.get(before) ?? new Map<Access | null, Difference>();
    known.set(before, sameBefore);
    const found = sameBefore.get(after);
    if (found) return found;
    const difference = compareAccess(before, after);
    const made = { ...difference, key: keyOfBoth(difference) };
    sameBefore.set(after, made);
    return made;
  };
}

function withOwned(
  known: Difference,
  was: ComparedPerson | undefined,
  is: ComparedPerson | undefined,
): Difference {
  if (!was || !is || was.identifiers.join("\n") === is.identifiers.join("\n")) return known;
  const owned = compareOwned(was.access, is.access, was.identifiers, is.identifiers);
  const gained = [...known.gained, ...owned.gained];
  const lost = [...known.lost, ...owned.lost];
  return { gained, lost, key: keyOfBoth({ gained, lost }) };
}

/**
 * Adds to a radius whom dynamic separation of duty newly lets use what they have, and from whom it takes
 * the use until they choose.
 */
export function withUse(
  radius: BlastRadius,
  changes: readonly (Omit<RadiusGroup, "people"> & { id: string; name: string })[],
): BlastRadius {
  if (changes.length === 0) return radius;
  const groups = new Map<string, RadiusGroup>();
  const people = new Set(radius.groups.flatMap((group) => group.people.map(({ id }) => id)));
  for (const { id, name, gained, lost } of changes) {
    const key = keyOfBoth({ gained, lost });
    const group = groups.get(key) ?? { gained, lost, people: [] };
    group.people.push({ id, name });
    groups.set(key, group);
    people.add(id);
  }
  return { ...radius, peopleCount: people.size, untilChosen: [...groups.values()] };
}

function keyOfBoth({ gained, lost }: Pick<Difference, "gained" | "lost">): string {
  return JSON.stringify([gained, lost]);
}
