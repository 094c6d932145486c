/** The change in the side panel. */
export const PANEL_PARAM = "change";

/** A person whose access the changes altered, or whom they name. */
export const PERSON_PARAM = "person";
/** With a person: instead, what reached people whom the log counts and does not name. */
export const UNNAMED_PARAM = "unnamed";

/** Filters that list values, in the order of the toolbar, and what one value is called. */
export const facets = [
  { param: "by", label: "By" },
  { param: "action", label: "Change" },
  { param: "role", label: "Role" },
  { param: "group", label: "Group" },
] as const;

/** Every URL parameter that narrows the list. */
export const filterParams = [
  "range",
  "from",
  "to",
  PERSON_PARAM,
  UNNAMED_PARAM,
  ...facets.map(({ param }) => param),
];
