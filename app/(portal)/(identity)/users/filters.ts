/** Filters that list values, in the order of the toolbar, and what one value is called. */
export const facets = [
  { param: "status", label: "Status" },
  { param: "role", label: "Role" },
  { param: "group", label: "Group" },
] as const;

/** Every URL parameter that narrows the list. */
export const filterParams = ["text", ...facets.map((facet) => facet.param)];
