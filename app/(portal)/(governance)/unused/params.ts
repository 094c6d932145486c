import { byName } from "#lib/core/by-name";
import { type RoleUsage, type UsageDays, usageDays } from "#lib/governance/unused/schema";
import { type Page, pageOf } from "../../../page-of.ts";
import { one } from "../../../page-params.ts";

export type SearchParams = Record<string, string | string[] | undefined>;

export const DEFAULT_DAYS: UsageDays = 90;
export const PAGE_SIZE = 100;

/** How far back an address asks to look; what it cannot ask for is the usual. */
export function daysOf(value: string | string[] | null | undefined): UsageDays {
  const text = one(value ?? undefined);
  return usageDays.find((days) => String(days) === text) ?? DEFAULT_DAYS;
}

export const sortOptions = [
  { value: "unused", label: "Largest unused part first" },
  { value: "count", label: "Most unused permissions first" },
  { value: "people", label: "Most people first" },
  { value: "name", label: "By name" },
] as const;
export type Sort = (typeof sortOptions)[number]["value"];
export const DEFAULT_SORT: Sort = "unused";

export function sortOf(value: string | string[] | null | undefined): Sort {
  const text = one(value ?? undefined);
  return sortOptions.find((option) => option.value === text)?.value ?? DEFAULT_SORT;
}

type ListRequest = { text?: string | undefined; sort: Sort; cursor?: string | undefined };

/**
 * One page of the roles in whose name the text occurs.
 * @param roles as the query sorts them: the largest unused part first.
 */
export function rolesPage(
  roles: readonly RoleUsage[],
  { text, sort, cursor }: ListRequest,
): Page<RoleUsage> {
  const wanted = text?.toLowerCase() ?? "";
  const found = roles.filter(({ name }) => name.toLowerCase().includes(wanted));
  const sorted = sort === "unused" ? found : found.sort(comparisons[sort]);
  return pageOf(sorted, cursor, PAGE_SIZE);
}

type Comparison = (a: RoleUsage, b: RoleUsage) => number;

const comparisons: Record<Exclude<Sort, "unused">, Comparison> = {
  count: (a, b) => (b.unusedCount ?? -1) - (a.unusedCount ?? -1),
  people: (a, b) => b.reachedCount - a.reachedCount,
  name: byName,
};
