"use client";

import { useMemo } from "react";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import type { FacetOption } from "#components/data-table/facet-options.ts";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { lineStates, type ReviewDetail, usesShown } from "#lib/governance/reviews/schema";
import { lastUseLabel, stateLabel } from "../words.ts";
import { LINES_TABLE_ID, lineColumns } from "./columns.tsx";
import { facets, filterParams } from "./filters.ts";

type LinesToolbarProps = {
  review: Pick<ReviewDetail, "counts" | "uses" | "reviewers">;
  ownId: string;
};

export function LinesToolbar({ review, ownId }: LinesToolbarProps) {
  const shown = useMemo(() => {
    const { counts, uses, reviewers } = review;
    const own = (id: string, name: string) => (id === ownId ? `${name} (you)` : name);
    const labels = new Map(reviewers.map(({ id, name }) => [id, own(id, name)]));
    const values: Record<(typeof facets)[number]["param"], FacetOption[]> = {
      state: lineStates.map((value) => ({ value, label: stateLabel(value), count: counts[value] })),
      use: usesShown.map((value) => ({ value, label: lastUseLabel(value), count: uses[value] })),
      reviewer: reviewers.map(({ id, lineCount }) => ({
        value: id,
        label: labels.get(id) ?? id,
        count: lineCount,
      })),
    };
    const labelOf = {
      state: stateLabel,
      use: lastUseLabel,
      reviewer: (id: string) => labels.get(id) ?? id,
    };
    return facets.map(({ param, label }) => ({
      param,
      label,
      labelOf: labelOf[param],
      values: values[param],
    }));
  }, [review, ownId]);
  return (
    <DataTableToolbar
      params={filterParams}
      search={<SearchFilter param="text" placeholder="Person, group or role" />}
      filters={shown.map((facet) => <FacetFilter key={facet.param} {...facet} truncated={false} />)}
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
      actions={<ColumnChoice tableId={LINES_TABLE_ID} columns={lineColumns} />}
    />
  );
}
