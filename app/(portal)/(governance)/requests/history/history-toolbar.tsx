"use client";

import { useMemo } from "react";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import { type RequestCounts, requestKinds, requestStates } from "#lib/governance/requests/schema";
import { kindLabel, stateLabel } from "../words.ts";
import { facets, filterParams } from "./filters.ts";
import { HISTORY_TABLE_ID, historyColumns } from "./history-table.tsx";

const labelsOf = { state: stateLabel, kind: kindLabel };
const valuesOf = { state: requestStates, kind: requestKinds };

export function HistoryToolbar({ counts }: { counts: Promise<RequestCounts> }) {
  const counted = useLatest(counts);
  const shown = useMemo(() => facetProps(counted), [counted]);
  return (
    <DataTableToolbar
      params={filterParams}
      search={<SearchFilter param="text" placeholder="Person or role" />}
      filters={shown.map((facet) => <FacetFilter key={facet.param} {...facet} truncated={false} />)}
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
      actions={<ColumnChoice tableId={HISTORY_TABLE_ID} columns={historyColumns} />}
    />
  );
}

function facetProps(counted: RequestCounts | undefined) {
  return facets.map(({ param, label }) => {
    const counts: Record<string, number> = counted?.[param] ?? {};
    const values = valuesOf[param].map((value) => ({
      value,
      label: labelsOf[param](value),
      count: counts[value] ?? 0,
    }));
    return { param, label, labelOf: labelsOf[param], values: counted ? values : null };
  });
}
