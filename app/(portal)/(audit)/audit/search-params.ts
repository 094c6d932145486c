import { addressProblem } from "#components/data-table/ip-address.ts";
import { boundsOf, parseTimeRange } from "#components/data-table/time-range.ts";
import type { FieldErrors } from "#lib/core/errors";
import { type AuditFilters, auditFilters } from "#lib/events/schema";
import { facets, filterParams } from "./filters.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

/** What the page's URL asks for; `errors` says which parameters make no sense, and why. */
export type AuditRequest = {
  filters: AuditFilters;
  cursor: string | undefined;
  isFiltered: boolean;
  errors: FieldErrors;
};

/** Reads the URL. Nothing in it can throw: it may have been typed, cut short or made up. */
export function parseAuditRequest(params: SearchParams, nowMs: number): AuditRequest {
  const one = (name: string) => [params[name]].flat()[0]?.trim() || undefined;
  const many = (name: string) => {
    const values = [params[name]].flat().filter((value) => value?.trim());
    return values.length > 0 ? [...new Set(values)] : undefined;
  };

  const errors: FieldErrors = {};
  const time = parseTimeRange({ range: one("range"), from: one("from"), to: one("to") });
  if (!time.ok) errors.range = [time.message];
  const candidate = {
    ...(time.ok ? boundsOf(time.range, nowMs) : {}),
    ...Object.fromEntries(facets.map(({ param }) => [param, many(param)])),
    ip: one("ip"),
    text: one("text"),
  };
  const parsed = auditFilters.safeParse(candidate);
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0] ?? "text");
    errors[name] = [problems[name as keyof typeof problems] ?? problems.other];
  }
  const ipProblem = candidate.ip ? addressProblem(candidate.ip) : null;
  if (ipProblem) errors.ip = [ipProblem];
  for (const [name, value] of Object.entries(candidate)) {
    // PostgreSQL has no text with a NUL in it.
    if ([value].flat().some((text) => text?.includes("\0"))) errors[name] = [problems.nul];
  }

  const isFiltered = filterParams.some((name) => many(name) !== undefined);
  const cursor = one("cursor");
  return { filters: parsed.data ?? {}, cursor, isFiltered: isFiltered || Boolean(cursor), errors };
}

const problems = {
  text: "Search for at most 200 characters.",
  actor: "Choose at most 50 actors, none longer than 256 characters.",
  action: "Choose at most 50 actions, none longer than 128 characters.",
  outcome: "An outcome is success, failure or denied.",
  source: "Choose at most 50 sources, none longer than 64 characters.",
  nul: "This contains a character that no event can contain.",
  other: "This filter cannot be used.",
};
