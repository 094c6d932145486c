"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { DataColumn } from "#components/data-table/column.ts";
import { ColumnChoice } from "#components/data-table/column-choice.tsx";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import type { FacetOption } from "#components/data-table/facet-options.ts";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useLatest } from "#components/data-table/use-latest.ts";
import { cn } from "#components/ui/cn.ts";
import { formatNumber } from "#components/ui/format-number.ts";
import { Num } from "#components/ui/num.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ResourceListPage, ResourceListRow } from "#lib/access/resources/schema";
import { detailsHref, filterParams, TEXT_PARAM, TYPE_PARAM } from "./resource-params.ts";

const TABLE_ID = "resources";
const LABEL = "Resources";

const columns: readonly DataColumn<ResourceListRow>[] = [
  {
    id: "name",
    header: "Resource",
    priority: 1,
    isPrimary: true,
    cell: (row) => <Name row={row} />,
  },
  { id: "type", header: "Type", width: "w-32", cell: ({ type }) => type },
  {
    id: "owner",
    header: "Owner",
    width: "w-[16%]",
    cell: ({ owner }) => <Words text={owner} none="No owner" />,
  },
  {
    id: "parent",
    header: "Lies under",
    width: "w-[14%]",
    priority: 3,
    cell: ({ parent }) => (
      <Words text={parent && `${parent.type} ${parent.id}`} none="Under nothing" />
    ),
  },
  {
    id: "children",
    header: "Under it",
    width: "w-22",
    align: "right",
    cell: ({ childCount }) => <Count value={childCount} />,
  },
  {
    id: "grants",
    header: "Grants",
    width: "w-20",
    align: "right",
    cell: ({ grantCount }) => <Count value={grantCount} />,
  },
  {
    id: "created",
    header: "Registered",
    width: "w-32",
    priority: 3,
    cell: ({ createdAt }) => <RelativeTime value={createdAt} className="relative text-ink-muted" />,
  },
];

/** The link covers its whole row. `data-row-link` makes it the one that `j` and `k` go to. */
function Name({ row }: { row: ResourceListRow }) {
  const { name, id } = row;
  return (
    <Link
      href={detailsHref(row)}
      prefetch={false}
      data-row-link
      title={name ? `${name} · ${id}` : id}
      className="-outline-offset-2 flex min-w-0 items-baseline gap-2 rounded py-1.5 after:absolute after:inset-0"
    >
      {name ? (
        <span className="min-w-0 truncate font-medium @2xl:max-w-[65%] @2xl:shrink-0">{name}</span>
      ) : null}
      <code
        className={cn(
          "min-w-0 truncate font-mono text-ink-muted text-xs",
          name && "hidden @2xl:inline",
        )}
      >
        {id}
      </code>
    </Link>
  );
}

function Words({ text, none }: { text: string | null; none: string }) {
  if (text) {
    return (
      <span className="text-ink-muted" title={text}>
        {text}
      </span>
    );
  }
  return (
    <span className="text-ink-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">{none}</span>
    </span>
  );
}

function Count({ value }: { value: number }) {
  return (
    <span className={value === 0 ? "text-ink-faint" : ""}>
      <Num value={value} />
    </span>
  );
}

type ResourcesToolbarProps = {
  /** How many of each type there are; null when they could not be counted. */
  counts: Promise<{ value: string; count: number }[] | null>;
};

export function ResourcesToolbar(props: ResourcesToolbarProps) {
  const counted = useLatest(props.counts);
  const values: FacetOption[] | null =
    counted === undefined ? null : (counted ?? []).map((each) => ({ ...each, label: each.value }));
  const facet = { param: TYPE_PARAM, label: "Type", values };
  return (
    <DataTableToolbar
      params={filterParams}
      search={<SearchFilter param={TEXT_PARAM} placeholder="Name, id or owner" />}
      filters={<FacetFilter {...facet} truncated={false} />}
      chips={<FacetChips {...facet} />}
      actions={<ColumnChoice tableId={TABLE_ID} columns={columns} />}
    />
  );
}

export function ResourcesSkeleton() {
  return (
    <DataTableSkeleton id={TABLE_ID} label={LABEL} columns={columns} rowCount={10} hasSecondary />
  );
}

type ResourcesTableProps = { page: ResourceListPage; isFiltered: boolean; empty: ReactNode };

export function ResourcesTable({ page, isFiltered, empty }: ResourcesTableProps) {
  return (
    <div className="[&_tbody_tr]:relative [&_tbody_tr]:cursor-pointer">
      <DataTable
        id={TABLE_ID}
        label={LABEL}
        rows={page.rows}
        rowId={(row) => `${row.type}/${row.id}`}
        columns={columns}
        secondary={({ type, id, name, owner, childCount }) =>
          [
            name ? `${type} ${id}` : type,
            owner,
            childCount > 0 ? `${formatNumber(childCount)} under it` : "",
          ]
            .filter(Boolean)
            .join(" · ")
        }
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={empty}
      />
    </div>
  );
}
