"use client";

import { useMemo } from "react";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import type { FieldErrors } from "#lib/core/errors";
import type { AlertCounts } from "#lib/security/alerts/queries";
import { alertStates } from "#lib/security/alerts/schema";
import { severities } from "#lib/security/rules/schema";
import { ALERTS_TABLE_ID, alertColumns } from "./alerts-table.tsx";
import { facets, filterParams } from "./filters.ts";
import { severityLabel, stateLabel } from "./labels.ts";
import { ViewLinks } from "./view-links.tsx";

const labelsOf = { state: stateLabel, severity: severityLabel };
/** In the order of their weight and not by how many there are. */
const valuesOf = { state: alertStates, severity: severities.toReversed() };

type AlertsToolbarProps = {
  /** Null when they could not be counted. */
  counts: Promise<AlertCounts | null>;
  errors: FieldErrors;
};

export function AlertsToolbar({ counts, errors }: AlertsToolbarProps) {
  const counted = useLatest(counts);
  const shown = useMemo(() => facetProps(counted), [counted]);
  return (
    <DataTableToolbar
      params={filterParams}
      search={<ViewLinks counts={counted} />}
      filters={shown.map((facet) => (
        <FacetFilter
          key={facet.param}
          {...facet}
          truncated={false}
          error={errors[facet.param]?.[0]}
        />
      ))}
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
      actions={<ColumnChoice tableId={ALERTS_TABLE_ID} columns={alertColumns} />}
    />
  );
}

/** Without counts the values can be chosen all the same. */
function facetProps(counted: AlertCounts | null | undefined) {
  return facets.map(({ param, label }) => {
    const labelOf = labelsOf[param];
    const counts: Record<string, number> = counted?.[param] ?? {};
    const values = valuesOf[param].map((value) => ({
      value,
      label: labelOf(value),
      count: counts[value] ?? 0,
    }));
    return { param, label, labelOf, values: counted === undefined ? null : values };
  });
}
