"use client";

import { useSearchParams } from "next/navigation";
import { buttonClass } from "#components/ui/button-style.ts";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TableLink } from "./table-link.tsx";

/** Back to the whole list. Every parameter of a list's URL is a filter, its page or its panel. */
export function ClearFilters({ className }: { className?: string }) {
  const params = useSearchParams();
  const changes = Object.fromEntries([...params.keys()].map((name) => [name, null]));
  return (
    <TableLink changes={changes} className={cn(buttonClass({}), className)}>
      Clear filters
    </TableLink>
  );
}

/** Rows exist, but not with these filters. */
export function NothingMatches() {
  return (
    <EmptyState kind="nothing-matches" title="Nothing matches" action={<ClearFilters />}>
      No rows match all of these filters. Remove one, or choose a longer time range.
    </EmptyState>
  );
}
