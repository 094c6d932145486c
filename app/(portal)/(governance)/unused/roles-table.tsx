"use client";

import Link from "next/link";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useTextFilters } from "#components/data-table/use-filter.ts";
import { Badge } from "#components/ui/badge.tsx";
import { peopleOf } from "#components/ui/format-number.ts";
import { UtcDay } from "#components/ui/local-text.tsx";
import { Num } from "#components/ui/num.tsx";
import { Select } from "#components/ui/select.tsx";
import type { RoleUsage } from "#lib/governance/unused/schema";
import type { Page } from "../../../page-of.ts";
import { DaysFilter, useChosenDays } from "./days-filter.tsx";
import { DEFAULT_DAYS, DEFAULT_SORT, sortOf, sortOptions } from "./params.ts";
import { ratioOf } from "./words.ts";

const TABLE_ID = "unused-roles";
const LABEL = "Roles by use";
const sortParams = ["sort"] as const;

const columns: readonly DataColumn<RoleUsage>[] = [
  {
    id: "name",
    header: "Role",
    priority: 1,
    isPrimary: true,
    cell: (row) => <Name row={row} />,
  },
  {
    id: "people",
    header: "People reached",
    hint: "People who have the role, or another role that inherits from it. Roles counts only those who have the role itself.",
    width: "w-32",
    align: "right",
    cell: (row) => peopleOf(row.reachedCount),
  },
  {
    id: "permissions",
    header: "Permissions to use",
    hint: "Without the permissions that only open a module, because nobody uses those by themselves. Roles counts them too.",
    width: "w-44",
    align: "right",
    priority: 3,
    cell: (row) => <Num value={row.permissionCount} />,
  },
  {
    id: "unused",
    header: "Unused",
    width: "w-32 @2xl:w-72",
    priority: 1,
    cell: (row) => <Unused row={row} />,
  },
];

/** The link covers its whole row. `data-row-link` makes it the one that `j` and `k` go to. */
function Name({ row }: { row: RoleUsage }) {
  const [days] = useChosenDays();
  const query = days === DEFAULT_DAYS ? "" : `?days=${days}`;
  return (
    <span className="flex items-center gap-2">
      <Link
        href={`/unused/roles/${row.id}${query}`}
        data-row-link
        title={row.name}
        className="-outline-offset-2 min-w-0 truncate rounded py-1.5 font-medium after:absolute after:inset-0"
      >
        {row.name}
      </Link>
      {row.builtIn ? <Badge className="hidden @2xl:inline-flex">Built in</Badge> : null}
    </span>
  );
}

function Unused({ row }: { row: RoleUsage }) {
  const { unusedCount, permissionCount, reachedCount, observed } = row;
  if (reachedCount === 0) return <span className="text-ink-faint">Nobody has it</span>;
  if (unusedCount === null) {
    return (
      <span className="text-ink-faint">
        Too early to tell
        {observed ? (
          <span className="hidden @2xl:inline">
            {" "}
            before <UtcDay value={observed.enoughFrom} />
          </span>
        ) : null}
      </span>
    );
  }
  if (unusedCount === 0) return <span className="text-ink-faint">All of it is used</span>;
  return (
    <span className="flex items-center gap-2.5">
      <span
        aria-hidden
        className="hidden h-1.5 w-24 overflow-hidden rounded-full bg-selected @2xl:block"
      >
        <span
          className="block h-full rounded-full bg-ink-muted"
          style={{ width: `${(unusedCount / permissionCount) * 100}%` }}
        />
      </span>
      <span className="tabular-nums">{ratioOf(unusedCount, permissionCount)}</span>
    </span>
  );
}

export function RolesToolbar() {
  const [{ sort }, set] = useTextFilters(sortParams);
  return (
    <DataTableToolbar
      params={["text"]}
      search={<SearchFilter param="text" placeholder="Name of a role" />}
      filters={
        <>
          <DaysFilter />
          <Select
            label="Order"
            hideLabel
            options={sortOptions}
            value={sortOf(sort)}
            onValueChange={(next) => set({ sort: next === DEFAULT_SORT ? null : next })}
          />
        </>
      }
    />
  );
}

export function RolesSkeleton() {
  return (
    <DataTableSkeleton id={TABLE_ID} label={LABEL} columns={columns} rowCount={8} hasSecondary />
  );
}

type RolesTableProps = {
  page: Page<RoleUsage>;
  isFiltered: boolean;
};

export function RolesTable({ page, isFiltered }: RolesTableProps) {
  return (
    <div className="[&_tbody_tr]:relative [&_tbody_tr]:cursor-pointer">
      <DataTable
        id={TABLE_ID}
        label={LABEL}
        rows={page.rows}
        rowId={(row) => row.id}
        columns={columns}
        secondary={(row) =>
          `${row.builtIn ? "Built in, " : ""}reaches ${peopleOf(row.reachedCount)}`
        }
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={null}
      />
    </div>
  );
}
