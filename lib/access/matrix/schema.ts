import { z } from "zod";
import type { Risk } from "../../authz/catalogue/permission.ts";

export const matrixViews = ["roles", "people"] as const;
export type MatrixView = (typeof matrixViews)[number];

const ids = (longest: number) => z.array(z.string().min(1).max(longest)).max(50).optional();

/** Which rows and columns are shown. */
export const matrixFilters = z.strictObject({
  view: z.enum(matrixViews).default("roles"),
  /** Part of a role's name or description, or of a person's name or e-mail address. */
  text: z.string().max(200).optional(),
  /** Only these roles, or only people who have one of them, themselves or through a group. */
  role: ids(64),
  /** Only people who are in one of these groups; says nothing about roles. */
  group: z.array(z.uuid()).max(50).optional(),
  category: ids(64),
  risk: z.array(z.enum(["low", "medium", "high", "critical"])).optional(),
  /** Only permissions that lie in one of these modules, or belong to one of these products. */
  area: ids(128),
  /** Only permissions in which the chosen rows are not all the same. */
  differs: z.boolean().default(false),
  /** Only permissions that at least one of the chosen rows is allowed. */
  allowed: z.boolean().default(false),
});
export type MatrixFilters = z.output<typeof matrixFilters>;

export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const matrixExportInput = z.strictObject({
  format: z.enum(exportFormats),
  filters: matrixFilters,
});
export type MatrixExportInput = z.output<typeof matrixExportInput>;

export type CellState = "allowed" | "except" | "own" | "some" | "choice" | "denied" | "none";

type Cell = {
  state: CellState;
  /** Where a role has it from; null for people, who have everything from roles and grants. */
  from: "itself" | "inherited" | "switched off" | null;
  /** What a file says. */
  word: string;
};

/**
 * One character is one cell: a row is a string with one for each column, so that what a page needs of
 * 500 roles is a few kilobytes. Small letters are inherited.
 */
export const cells = {
  ".": { state: "none", from: null, word: "no" },
  A: { state: "allowed", from: "itself", word: "allowed" },
  a: { state: "allowed", from: "inherited", word: "allowed (inherited)" },
  E: { state: "except", from: null, word: "allowed, except on some resources" },
  O: { state: "own", from: "itself", word: "only own" },
  o: { state: "own", from: "inherited", word: "only own (inherited)" },
  P: { state: "some", from: null, word: "own and some resources" },
  S: { state: "some", from: null, word: "some resources" },
  C: { state: "choice", from: null, word: "once a role is chosen" },
  D: { state: "denied", from: "itself", word: "denied" },
  d: { state: "denied", from: "inherited", word: "denied (inherited)" },
  x: { state: "denied", from: "switched off", word: "denied (switched off)" },
} as const satisfies Record<string, Cell>;
export type CellCode = keyof typeof cells;

/** The cell that a row's character stands for. */
export function cellOf(code: string | undefined): Cell {
  return code !== undefined && Object.hasOwn(cells, code) ? cells[code as CellCode] : cells["."];
}

/** Whether somebody gets anything by it, now. */
export function isAllowed({ state }: Cell): boolean {
  return state === "allowed" || state === "except" || state === "own" || state === "some";
}

export type MatrixColumn = {
  /** The permission. */
  id: string;
  sentence: string;
  category: string;
  risk: Risk;
  /** The kind of resource that it is about; null for what is about the tenant as a whole. */
  on: string | null;
  /** The modules in which it lies, and the product's type to which it belongs. */
  areas: string[];
};

export type MatrixRow = {
  id: string;
  name: string;
  /** A person's e-mail address; a role's description. */
  detail: string;
  /** One of `cells` for each column. */
  cells: string;
};

export type MatrixPage = {
  columns: MatrixColumn[];
  rows: MatrixRow[];
  /** How many rows there are on all pages. */
  total: number;
  nextCursor: string | null;
};

/** What narrows columns can be chosen from: values with how many permissions each has. */
export type ColumnFacets = Record<
  "category" | "risk" | "area",
  { value: string; label: string; count: number }[]
>;

/** More rows of the same matrix. */
export type MorePeople = Pick<MatrixPage, "rows" | "nextCursor"> & {
  /** Which permission each cell is about: it may have changed since the page was loaded. */
  columnIds: string[];
};
