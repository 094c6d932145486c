"use client";

import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import { IpFilter } from "#components/data-table/ip-filter.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { TimeRangeFilter } from "#components/data-table/time-range-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import type { AuditFacets } from "#lib/audit/schema";
import type { FieldErrors } from "#lib/core/errors";
import { AUDIT_TABLE_ID, auditColumns } from "./audit-table.tsx";
import { type FacetParam, facets, filterParams } from "./filters.ts";

type AuditToolbarProps = {
  facets: Promise<AuditFacets | null>;
  errors: Promise<FieldErrors>;
};

export function AuditToolbar(props: AuditToolbarProps) {
  const counted = useLatest(props.facets);
  const errors = useLatest(props.errors) ?? {};
  // Null once they could not be counted: the chosen values are then still there to be removed.
  const valuesOf = (param: FacetParam) => (counted === undefined ? null : (counted?.[param] ?? []));
  const timeError = (errors.range ?? errors.from ?? errors.to)?.[0];
  return (
    <DataTableToolbar
      params={filterParams}
      search={<SearchFilter param="text" placeholder="Search events" error={errors.text?.[0]} />}
      filters={
        <>
          <TimeRangeFilter error={timeError} />
          {facets.map(({ param, label }) => (
            <FacetFilter
              key={param}
              param={param}
              label={label}
              values={valuesOf(param)}
              truncated={counted?.truncated ?? false}
              error={errors[param]?.[0]}
            />
          ))}
          <IpFilter param="ip" error={errors.ip?.[0]} />
        </>
      }
      chips={facets.map(({ param, label }) => (
        <FacetChips key={param} param={param} label={label} values={valuesOf(param)} />
      ))}
      actions={<ColumnChoice tableId={AUDIT_TABLE_ID} columns={auditColumns} />}
    />
  );
}
