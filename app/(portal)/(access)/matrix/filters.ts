/** Filters that list values, in the order of the toolbar, and what one value is called. */
export const facets = [
  { param: "category", label: "Category" },
  { param: "risk", label: "Risk" },
  { param: "area", label: "Module or product" },
  { param: "role", label: "Role" },
  { param: "group", label: "Active members of" },
] as const;
export type FacetParam = (typeof facets)[number]["param"];

/** Filters that are on or off. */
export const switches = [
  {
    param: "differs",
    label: "Differences",
    hint: "Leaves out permissions that are the same in every row.",
  },
  {
    param: "allowed",
    label: "Allowed",
    hint: "Leaves out permissions that no row is allowed.",
  },
] as const;
/** What a switch says in the URL when it is on. */
export const ON = "1";

/** Every URL parameter that narrows the matrix. */
export const filterParams = [
  "text",
  ...facets.map(({ param }) => param),
  ...switches.map(({ param }) => param),
];

/** Whose permissions the phone shows. */
export const PICK_PARAM = "pick";
