import type { FieldErrors } from "#lib/core/errors";
import { type AlertFilters, alertFilters } from "#lib/security/alerts/schema";
import { facets, VIEW_PARAM } from "./filters.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

/** Which of the two views the URL asks for; null when it names states of its own. */
export type AlertView = "unresolved" | "all" | null;

/** What the page's URL asks for; `errors` says which parameters make no sense, and why. */
export type AlertRequest = {
  filters: AlertFilters;
  cursor: string | undefined;
  view: AlertView;
  isFiltered: boolean;
  errors: FieldErrors;
};

/** Reads the URL. Nothing in it can throw: it may have been typed, cut short or made up. */
export function parseAlertRequest(params: SearchParams): AlertRequest {
  const one = (name: string) => [params[name]].flat()[0]?.trim() || undefined;
  const many = (name: string) => {
    const values = [params[name]].flat().filter((value) => value?.trim());
    return values.length > 0 ? [...new Set(values)] : undefined;
  };
  const chosen = Object.fromEntries(facets.map(({ param }) => [param, many(param)]));
  const parsed = alertFilters.safeParse(chosen);
  const errors: FieldErrors = {};
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    errors[name] = [problems[name as keyof typeof problems] ?? "This filter cannot be used."];
  }
  const cursor = one("cursor");
  const view = viewOf(chosen.state !== undefined, one(VIEW_PARAM));
  return {
    filters: filtersOf(parsed.data ?? {}, view),
    cursor,
    view,
    isFiltered: Object.values(chosen).some(Boolean) || Boolean(cursor),
    errors,
  };
}

function viewOf(hasStates: boolean, view: string | undefined): AlertView {
  if (hasStates) return null;
  return view === "all" ? "all" : "unresolved";
}

function filtersOf(chosen: AlertFilters, view: AlertView): AlertFilters {
  return view === "unresolved" ? { ...chosen, state: ["open", "acknowledged"] } : chosen;
}

const problems = {
  state: "A state is open, acknowledged or resolved.",
  severity: "A severity is low, medium, high or critical.",
};
