/** The event in the side panel. */
export const PANEL_PARAM = "event";

/** Filters that list values, in the order of the toolbar, and what one value is called. */
export const facets = [
  { param: "actor", label: "Actor" },
  { param: "action", label: "Action" },
  { param: "outcome", label: "Outcome" },
  { param: "source", label: "Source" },
] as const;

export type FacetParam = (typeof facets)[number]["param"];

/** Every URL parameter that narrows the list. */
export const filterParams = [
  "text",
  "range",
  "from",
  "to",
  "ip",
  ...facets.map((facet) => facet.param),
];
