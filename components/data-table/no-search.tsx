"use client";

import { TriangleAlert } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { ClearFilters } from "#components/data-table/clear-filters.tsx";
import { CURSOR_PARAM } from "#components/data-table/list-url.ts";
import { TableLink } from "#components/data-table/table-link.tsx";
import { buttonClass } from "#components/ui/button-style.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** Instead of rows when the search could not be made: rows of another search would mislead. */
export function NoSearch({ message }: { message: string }) {
  // A cut cursor is the likeliest fault of a pasted link: the filters may be fine.
  const isDeep = useSearchParams().has(CURSOR_PARAM);
  return (
    <EmptyState
      icon={<TriangleAlert />}
      title="This search cannot be made"
      action={
        <>
          {isDeep ? (
            <TableLink changes={{ [CURSOR_PARAM]: null }} className={buttonClass({})}>
              Go to the first page
            </TableLink>
          ) : null}
          <ClearFilters />
        </>
      }
    >
      <p role="alert">{message}</p>
    </EmptyState>
  );
}
