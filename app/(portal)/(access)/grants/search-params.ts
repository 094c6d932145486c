import { type GrantListFilters, grantListFilters } from "#lib/access/grants/schema";
import { one, usableCursor } from "../../../page-params.ts";
import { type FacetParam, facets, filterParams, PERSON_PARAM, RESOURCE_PARAM } from "./filters.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

/** What the page's URL asks for. */
export type GrantsRequest = {
  filters: GrantListFilters;
  /** Whose own grants are shown. */
  personId: string | undefined;
  cursor: string | undefined;
  isFiltered: boolean;
};

const MAX_VALUES = 50;
const { shape } = grantListFilters;

/** Reads the URL. Nothing in it can throw; a value that no grant can have is left out. */
export function parseGrantsRequest(params: SearchParams): GrantsRequest {
  const person = shape.userId.safeParse(one(params[PERSON_PARAM]));
  const resource = shape.resourceId.safeParse(one(params[RESOURCE_PARAM]));
  const lists = Object.fromEntries(
    facets.flatMap(({ param }) => {
      const values = usable(param, params[param]);
      return values.length > 0 ? [[param, values]] : [];
    }),
  );
  const filters = grantListFilters.parse({
    ...lists,
    ...(person.data === undefined ? {} : { userId: person.data }),
    ...(resource.data === undefined ? {} : { resourceId: resource.data }),
  });
  const cursor = usableCursor(params.cursor);
  const isFiltered = filterParams.some((param) => one(params[param]) !== undefined);
  return { filters, personId: person.data, cursor, isFiltered: isFiltered || cursor !== undefined };
}

function usable(param: FacetParam, given: string | string[] | undefined): string[] {
  const values = [given].flat().filter((value): value is string => {
    // PostgreSQL has no text with a NUL in it.
    if (value === undefined || value.includes("\0")) return false;
    return shape[param].safeParse([value]).success;
  });
  return [...new Set(values)].slice(0, MAX_VALUES);
}
