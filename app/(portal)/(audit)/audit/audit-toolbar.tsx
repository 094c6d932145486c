"use client";

import { useMemo } from "react";
import { outcomeLabel, sourceLabel } from "#components/audit/labels.ts";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import type { LabelOf } from "#components/data-table/facet-options.ts";
import { IpFilter } from "#components/data-table/ip-filter.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { TimeRangeFilter } from "#components/data-table/time-range-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import { visibleText } from "#components/ui/visible-text.ts";
import type { FieldErrors } from "#lib/core/errors";
import type { AuditFacets } from "#lib/events/schema";
import { AUDIT_TABLE_ID, auditColumns } from "./audit-table.tsx";
import { type FacetParam, facets, filterParams } from "./filters.ts";

const labelsOf: Record<FacetParam, LabelOf> = {
  actor: visibleText,
  action: visibleText,
  outcome: outcomeLabel,
  source: sourceLabel,
};

type AuditToolbarProps = {
  /** Null when they could not be counted. */
  facets: Promise<AuditFacets | null>;
  errors: Promise<FieldErrors>;
};

export function AuditToolbar(props: AuditToolbarProps) {
  const errors = useLatest(props.errors) ?? {};
  const counted = useLatest(props.facets);
  const shown = useMemo(() => facetProps(counted), [counted]);
  const timeError = (errors.range ?? errors.from ?? errors.to)?.[0];
  return (
    <DataTableToolbar
      params={filterParams}
      search={<SearchFilter param="text" placeholder="Search events" error={errors.text?.[0]} />}
      filters={
        <>
          <TimeRangeFilter error={timeError} />
          {shown.map((facet) => (
            <FacetFilter
              key={facet.param}
              {...facet}
              truncated={counted?.truncated ?? false}
              error={errors[facet.param]?.[0]}
            />
          ))}
          <IpFilter param="ip" error={errors.ip?.[0]} />
        </>
      }
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
      actions={<ColumnChoice tableId={AUDIT_TABLE_ID} columns={auditColumns} />}
    />
  );
}

/** Without counts the chosen values are still there to be taken back. */
function facetProps(counted: AuditFacets | null | undefined) {
  return facets.map(({ param, label }) => {
    const labelOf = labelsOf[param];
    const values = (counted?.[param] ?? []).map((each) => ({
      ...each,
      label: labelOf(each.label),
    }));
    return { param, label, labelOf, values: counted === undefined ? null : values };
  });
}
