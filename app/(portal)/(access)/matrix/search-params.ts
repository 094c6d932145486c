import { type MatrixFilters, type MatrixView, matrixFilters } from "#lib/access/matrix/schema";
import { one } from "../../../page-params.ts";
import { facets, filterParams, ON, PICK_PARAM } from "./filters.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

/** What the page's URL asks for. */
export type MatrixRequest = {
  filters: MatrixFilters;
  isFiltered: boolean;
  /** The row that a phone shows by itself. */
  pick: string | undefined;
};

const MAX_TEXT_LENGTH = 200;
const MAX_VALUES = 50;

/** Reads the URL. Nothing in it can throw; a value that cannot be is left out. */
export function parseMatrixRequest(view: MatrixView, params: SearchParams): MatrixRequest {
  const usableFacets = facets.map(({ param }) => [param, usable(param, params[param])]);
  const filters = matrixFilters.parse({
    view,
    text: one(params.text)?.slice(0, MAX_TEXT_LENGTH),
    ...Object.fromEntries(usableFacets),
    differs: one(params.differs) === ON,
    allowed: one(params.allowed) === ON,
  });
  // Roles are in no group.
  if (view === "roles") delete filters.group;
  const isFiltered = filterParams.some((param) => one(params[param]) !== undefined);
  return { filters, isFiltered, pick: one(params[PICK_PARAM]) };
}

/** The same of a request's query, as route handlers get it. */
export function parseMatrixQuery(view: MatrixView, query: URLSearchParams): MatrixRequest {
  const params = [...new Set(query.keys())].map((name) => [name, query.getAll(name)]);
  return parseMatrixRequest(view, Object.fromEntries(params));
}

function usable(
  param: (typeof facets)[number]["param"],
  given: string | string[] | undefined,
): string[] | undefined {
  const values = [given].flat().filter((value): value is string => {
    const isValue = matrixFilters.shape[param].safeParse([value]).success;
    // PostgreSQL has no text with a NUL in it.
    return isValue && value !== undefined && !value.includes("\0");
  });
  return values.length > 0 ? [...new Set(values)].slice(0, MAX_VALUES) : undefined;
}
