import type { Radius } from "#components/access/radius.ts";

type Group = Radius["groups"][number];

/**
 * What several changes do together: people of whom the same is taken stand in one group. Somebody of
 * whom two of them take something is counted once.
 */
export function mergeRadii(radii: readonly unknown[]): Radius {
  const groups = new Map<string, Group>();
  const people = new Set<string>();
  let unnamed = 0;
  for (const group of radii.filter(isRadius).flatMap((radius) => radius.groups)) {
    const key = JSON.stringify([group.gained, group.lost]);
    const known = groups.get(key);
    const others = group.people.filter(({ id }) => !known?.people.some((each) => each.id === id));
    groups.set(key, {
      ...group,
      people: [...(known?.people ?? []), ...others],
      morePeople: (known?.morePeople ?? 0) + group.morePeople,
    });
    for (const { id } of group.people) people.add(id);
    unnamed += group.morePeople;
  }
  return { peopleCount: people.size + unnamed, groups: [...groups.values()] };
}

function isRadius(value: unknown): value is Radius {
  return typeof value === "object" && value !== null && "groups" in value;
}
