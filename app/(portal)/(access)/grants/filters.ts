import { permissionName } from "#components/access/permission-words.ts";
import { SOON_DAYS } from "#lib/access/grants/schema";

/** Filters that list values, in the order of the toolbar. */
export const facets = [
  { param: "permission", label: "Permission" },
  { param: "group", label: "Group" },
  { param: "type", label: "Resource type" },
  { param: "effect", label: "Effect" },
  { param: "state", label: "Time" },
] as const;
export type FacetParam = (typeof facets)[number]["param"];

export const PERSON_PARAM = "person";
export const RESOURCE_PARAM = "resource";

/** Every URL parameter that narrows the list. */
export const filterParams = [
  RESOURCE_PARAM,
  PERSON_PARAM,
  ...facets.map((facet) => facet.param),
] as const;

const words: Partial<Record<FacetParam, Record<string, string>>> = {
  effect: { allow: "Allows", deny: "Denies" },
  state: {
    in_force: "In force",
    ends_soon: `Ends within ${SOON_DAYS} days`,
    upcoming: "Not yet",
    ended: "Ended",
  },
};

/** What a value of a filter is called. */
export function valueLabel(param: FacetParam, value: string): string {
  if (param === "permission") return permissionName(value);
  return words[param]?.[value] ?? value;
}

/** The grants on one resource, or with an empty id on all of a type. */
export function grantsHref({ type, id }: { type: string; id: string }): string {
  return `/grants?${new URLSearchParams({ type, ...(id ? { [RESOURCE_PARAM]: id } : {}) })}`;
}
