"use client";

import { TriangleAlert } from "lucide-react";
import { ClearFilters } from "#components/data-table/clear-filters.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** Instead of rows when the search could not be made: rows of another search would mislead. */
export function NoSearch({ message }: { message: string }) {
  return (
    <EmptyState
      icon={<TriangleAlert />}
      title="This search cannot be made"
      action={<ClearFilters />}
    >
      <p role="alert">{message}</p>
    </EmptyState>
  );
}
