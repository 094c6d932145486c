/** The alert in the side panel. */
export const PANEL_PARAM = "alert";
/** `all` lists resolved alerts too; without it, and without a chosen state, they are left out. */
export const VIEW_PARAM = "view";

/** Filters that list values, in the order of the toolbar, and what one value is called. */
export const facets = [
  { param: "state", label: "State" },
  { param: "severity", label: "Severity" },
] as const;

/** Every URL parameter that narrows the list. */
export const filterParams = facets.map((facet) => facet.param);
