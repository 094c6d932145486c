/** Filters that list values, in the order of the toolbar, and what one value is called. */
export const facets = [
  { param: "state", label: "State" },
  { param: "kind", label: "Kind" },
] as const;

/** Every URL parameter that narrows the list. */
export const filterParams = ["text", ...facets.map((facet) => facet.param)];
