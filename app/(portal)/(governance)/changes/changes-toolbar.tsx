"use client";

import { useMemo } from "react";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import { TimeRangeFilter } from "#components/data-table/time-range-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import { visibleText } from "#components/ui/visible-text.ts";
import type { FieldErrors } from "#lib/core/errors";
import type { ChangeFacets } from "#lib/governance/changes/schema";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { CHANGES_TABLE_ID, changeColumns } from "./changes-table.tsx";
import { facets, filterParams } from "./filters.ts";
import { PersonFilter } from "./person-filter.tsx";

type ChangesToolbarProps = {
  /** Null when they could not be counted. */
  facets: Promise<ChangeFacets | null>;
  errors: Promise<FieldErrors>;
  /** Whom the URL names. */
  person: FoundPerson | null;
  canFindPeople: boolean;
};

export function ChangesToolbar(props: ChangesToolbarProps) {
  const errors = useLatest(props.errors) ?? {};
  const counted = useLatest(props.facets);
  const shown = useMemo(() => facetProps(counted), [counted]);
  return (
    <DataTableToolbar
      params={filterParams}
      search={
        props.canFindPeople ? (
          <PersonFilter person={props.person} error={errors.person?.[0]} />
        ) : null
      }
      filters={
        <>
          <TimeRangeFilter error={errors.range?.[0]} />
          {shown.map((facet) => (
            <FacetFilter
              key={facet.param}
              {...facet}
              truncated={counted?.truncated ?? false}
              error={errors[facet.param]?.[0]}
            />
          ))}
        </>
      }
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
      actions={<ColumnChoice tableId={CHANGES_TABLE_ID} columns={changeColumns} />}
    />
  );
}

/** Without counts the chosen values are still there to be taken back. */
function facetProps(counted: ChangeFacets | null | undefined) {
  return facets.map(({ param, label }) => {
    const values = (counted?.[param] ?? []).map((each) => ({
      ...each,
      label: visibleText(each.label),
    }));
    return { param, label, labelOf: visibleText, values: counted === undefined ? null : values };
  });
}
