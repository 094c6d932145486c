"use client";

import { ListFilter } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { ClearFilters } from "./clear-filters.tsx";

type DataTableToolbarProps = {
  /** The URL parameters that are filters: any of them set makes "Clear filters" appear. */
  params: readonly string[];
  search?: ReactNode;
  /** The filters' buttons; on phones behind one button. */
  filters?: ReactNode;
  /** What the facets have chosen, in a line of its own. */
  chips?: ReactNode;
  /** At the far end, e.g. the choice of columns; not on phones. */
  actions?: ReactNode;
};

export function DataTableToolbar(props: DataTableToolbarProps) {
  const current = useSearchParams();
  const [isExpanded, setExpanded] = useState(false);
  const filtersId = useId();
  const active = props.params.filter((param) => current.get(param)).length;
  return (
    <div className="group/toolbar mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-start gap-2 md:flex-nowrap">
        <div className="flex min-w-0 grow gap-2 md:shrink-0 md:grow-0">
          {props.search}
          {props.filters ? (
            <Button
              aria-expanded={isExpanded}
              aria-controls={filtersId}
              className="md:hidden"
              onClick={() => setExpanded(!isExpanded)}
            >
              <ListFilter aria-hidden />
              Filters{active > 0 ? ` (${active})` : ""}
            </Button>
          ) : null}
        </div>
        <div
          id={filtersId}
          className={cn(
            "min-w-0 basis-full flex-wrap items-start gap-2 md:flex md:basis-auto",
            isExpanded ? "flex" : "hidden",
          )}
        >
          {props.filters}
          {props.filters && active > 0 ? (
            // Stands with the chips when there are any, else with the filters.
            <ClearFilters className="border-transparent bg-transparent px-2 text-ink-muted group-has-data-chip/toolbar:hidden" />
          ) : null}
        </div>
        {props.actions ? <div className="ml-auto hidden md:block">{props.actions}</div> : null}
      </div>
      {props.chips ? (
        <div className="hidden flex-wrap items-center gap-1.5 has-data-chip:flex">
          {props.chips}
          <ClearFilters className="h-6 border-transparent bg-transparent px-1.5 text-ink-muted" />
        </div>
      ) : null}
    </div>
  );
}
