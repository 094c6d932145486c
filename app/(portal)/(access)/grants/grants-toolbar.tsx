"use client";

import { useMemo } from "react";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import type { GrantFacets } from "#lib/access/grants/schema";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";
import { facets, filterParams, RESOURCE_PARAM, valueLabel } from "./filters.ts";
import { GRANTS_TABLE_ID, grantColumns } from "./grants-table.tsx";
import { PersonFilter } from "./person-filter.tsx";

type GrantsToolbarProps = {
  /** Null when they could not be counted. */
  facets: Promise<GrantFacets | null>;
  /** Whom the URL names. */
  person: FoundPerson | null;
  canFindPeople: boolean;
};

export function GrantsToolbar(props: GrantsToolbarProps) {
  const counted = useLatest(props.facets);
  const shown = useMemo(() => facetProps(counted), [counted]);
  return (
    <DataTableToolbar
      params={filterParams}
      search={
        <SearchFilter param={RESOURCE_PARAM} placeholder="Id of a resource" maxLength={256} />
      }
      filters={
        <>
          {props.canFindPeople ? <PersonFilter person={props.person} /> : null}
          {shown.map((facet) => (
            <FacetFilter key={facet.param} {...facet} truncated={false} />
          ))}
        </>
      }
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
      actions={<ColumnChoice tableId={GRANTS_TABLE_ID} columns={grantColumns} />}
    />
  );
}

/** Without counts the chosen values are still there to be taken back. */
function facetProps(counted: GrantFacets | null | undefined) {
  return facets.map(({ param, label }) => ({
    param,
    label,
    labelOf: (value: string) => valueLabel(param, value),
    values:
      counted === undefined
        ? null
        : (counted?.[param] ?? []).map((each) => ({
            ...each,
            label: each.label ?? valueLabel(param, each.value),
          })),
  }));
}
