"use client";

import { useMemo } from "react";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import { type LabelOf, sameAsValue } from "#components/data-table/facet-options.ts";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import type { UserFacets } from "#lib/identity/users/schema";
import { facets, filterParams } from "./filters.ts";
import { statusLabel } from "./status-badge.tsx";
import { USERS_TABLE_ID, userColumns } from "./users-table.tsx";

type UsersToolbarProps = {
  /** Null when they could not be counted. */
  facets: Promise<UserFacets | null>;
};

export function UsersToolbar(props: UsersToolbarProps) {
  const counted = useLatest(props.facets);
  const shown = useMemo(() => facetProps(counted), [counted]);
  return (
    <DataTableToolbar
      params={filterParams}
      search={<SearchFilter param="text" placeholder="Name or e-mail address" />}
      filters={shown.map((facet) => <FacetFilter key={facet.param} {...facet} truncated={false} />)}
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
      actions={<ColumnChoice tableId={USERS_TABLE_ID} columns={userColumns} />}
    />
  );
}

/** Without counts the chosen values are still there to be taken back. */
function facetProps(counted: UserFacets | null | undefined) {
  const valuesOf = {
    status: counted?.status.map((each) => ({ ...each, label: statusLabel(each.value) })),
    role: counted?.role,
    group: counted?.group,
  };
  return facets.map(({ param, label }) => {
    const labelOf: LabelOf = param === "status" ? statusLabel : sameAsValue;
    return {
      param,
      label,
      labelOf,
      values: counted === undefined ? null : (valuesOf[param] ?? []),
    };
  });
}
