import type { Radius, RadiusGroup } from "#components/access/radius.ts";

/**
 * What several changes do together: people of whom the same is taken stand in one group. Somebody of
 * whom two of them take something is counted once.
 */
export function mergeRadii(radii: readonly unknown[]): Radius {
  const all = radii.filter(isRadius);
  const groups = mergeGroups(all.flatMap((radius) => radius.groups));
  const untilChosen = mergeGroups(all.flatMap((radius) => radius.untilChosen ?? []));
  const both = [...groups, ...untilChosen];
  const people = new Set(both.flatMap((group) => group.people.map(({ id }) => id)));
  const unnamed = both.reduce((sum, { morePeople }) => sum + morePeople, 0);
  const merged = { peopleCount: people.size + unnamed, groups };
  return untilChosen.length > 0 ? { ...merged, untilChosen } : merged;
}

function mergeGroups(all: readonly RadiusGroup[]): RadiusGroup[] {
  const groups = new Map<string, RadiusGroup>();
  for (const group of all) {
    const key = JSON.stringify([group.gained, group.lost]);
    const known = groups.get(key);
    const others = group.people.filter(({ id }) => !known?.people.some((each) => each.id === id));
    groups.set(key, {
      ...group,
      people: [...(known?.people ?? []), ...others],
      morePeople: (known?.morePeople ?? 0) + group.morePeople,
    });
  }
  return [...groups.values()];
}

function isRadius(value: unknown): value is Radius {
  return typeof value === "object" && value !== null && "groups" in value;
}
