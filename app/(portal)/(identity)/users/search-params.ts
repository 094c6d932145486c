import { type UserFilters, userFilters } from "#lib/identity/users/schema";
import { one, usableCursor } from "../../../page-params.ts";
import { facets, filterParams } from "./filters.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

/** What the page's URL asks for. */
export type UsersRequest = {
  filters: UserFilters;
  cursor: string | undefined;
  isFiltered: boolean;
};

const MAX_TEXT_LENGTH = 200;
const MAX_VALUES = 50;

/** Reads the URL. Nothing in it can throw; a value that no person can have is left out. */
export function parseUsersRequest(params: SearchParams): UsersRequest {
  const candidates = {
    text: one(params.text)?.slice(0, MAX_TEXT_LENGTH),
    ...Object.fromEntries(facets.map(({ param }) => [param, usable(param, params[param])])),
  };
  const parsed = userFilters.safeParse(candidates);
  const isFiltered = filterParams.some((param) => one(params[param]) !== undefined);
  const cursor = usableCursor(params.cursor);
  const filters = parsed.data ?? {};
  return { filters, cursor, isFiltered: isFiltered || cursor !== undefined };
}

function usable(
  param: "status" | "role" | "group",
  given: string | string[] | undefined,
): string[] | undefined {
  const values = [given].flat().filter((value): value is string => {
    const isValue = userFilters.shape[param].safeParse([value]).success;
    // PostgreSQL has no text with a NUL in it.
    return isValue && value !== undefined && !value.includes("\0");
  });
  return values.length > 0 ? [...new Set(values)].slice(0, MAX_VALUES) : undefined;
}
