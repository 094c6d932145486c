import { boundsOf, parseTimeRange } from "#components/data-table/time-range.ts";
import type { FieldErrors } from "#lib/core/errors";
import { type ChangeFilters, changeFilters } from "#lib/governance/changes/schema";
import { one } from "../../../page-params.ts";
import { facets, filterParams, PERSON_PARAM, UNNAMED_PARAM } from "./filters.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

/** What the page's URL asks for; `errors` says which parameters make no sense, and why. */
export type ChangesRequest = {
  filters: ChangeFilters;
  cursor: string | undefined;
  isFiltered: boolean;
  errors: FieldErrors;
};

/** Reads the URL. Nothing in it can throw: it may have been typed, cut short or made up. */
export function parseChangesRequest(params: SearchParams, nowMs: number): ChangesRequest {
  const many = (name: string) => {
    const values = [params[name]].flat().filter((value) => value?.trim());
    return values.length > 0 ? [...new Set(values)] : undefined;
  };
  const errors: FieldErrors = {};
  const time = parseTimeRange({
    range: one(params.range),
    from: one(params.from),
    to: one(params.to),
  });
  if (!time.ok) errors.range = [time.message];
  const person = one(params[PERSON_PARAM]);
  const parsed = changeFilters.safeParse({
    ...(time.ok ? boundsOf(time.range, nowMs) : {}),
    ...Object.fromEntries(facets.map(({ param }) => [param, many(param)])),
    person,
    unnamed: person !== undefined && one(params[UNNAMED_PARAM]) === "1" ? true : undefined,
  });
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0] ?? "range");
    errors[name] = [name === "person" ? problems.person : problems.other];
  }
  const isFiltered = filterParams.some((name) => many(name) !== undefined);
  const cursor = one(params.cursor);
  return { filters: parsed.data ?? {}, cursor, isFiltered: isFiltered || Boolean(cursor), errors };
}

const problems = {
  person: "This link names nobody. Choose a person again.",
  other: "This filter cannot be used. Choose it again.",
};
