"use client";

import Link from "next/link";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { countOf } from "#components/ui/format-number.ts";
import { Num } from "#components/ui/num.tsx";
import type { UsageDays } from "#lib/governance/unused/schema";
import { DaysFilter } from "../days-filter.tsx";
import { LastUse } from "../last-use.tsx";
import { DEFAULT_DAYS } from "../params.ts";

const TABLE_ID = "unused-people";
const LABEL = "People by use";

export type PersonLine = {
  id: string;
  name: string;
  email: string;
  usedCount: number;
  lastUsedAt: string | null;
};

function columnsFor(days: UsageDays): readonly DataColumn<PersonLine>[] {
  return [
    {
      id: "name",
      header: "Name",
      priority: 1,
      isPrimary: true,
      cell: (row) => <Name row={row} days={days} />,
    },
    {
      id: "email",
      header: "E-mail address",
      priority: 3,
      cell: ({ email }) => (
        <span className="text-ink-muted" title={email}>
          {email}
        </span>
      ),
    },
    {
      id: "used",
      header: "Permissions used",
      width: "w-36",
      align: "right",
      cell: ({ usedCount }) => <Num value={usedCount} />,
    },
    {
      id: "last",
      header: "Last use",
      width: "w-36 @2xl:w-44",
      priority: 1,
      cell: ({ lastUsedAt }) => <LastUse at={lastUsedAt} />,
    },
  ];
}

/** The link covers its whole row. `data-row-link` makes it the one that `j` and `k` go to. */
function Name({ row, days }: { row: PersonLine; days: UsageDays }) {
  const query = days === DEFAULT_DAYS ? "" : `?days=${days}`;
  return (
    <Link
      href={`/unused/people/${row.id}${query}`}
      data-row-link
      title={row.name}
      className="-outline-offset-2 block truncate rounded py-1.5 font-medium after:absolute after:inset-0"
    >
      {row.name}
    </Link>
  );
}

export function PeopleToolbar() {
  return (
    <DataTableToolbar
      params={["text"]}
      search={<SearchFilter param="text" placeholder="Name or e-mail address" />}
      filters={<DaysFilter />}
    />
  );
}

export function PeopleSkeleton() {
  const columns = columnsFor(DEFAULT_DAYS);
  return (
    <DataTableSkeleton id={TABLE_ID} label={LABEL} columns={columns} rowCount={8} hasSecondary />
  );
}

type PeopleTableProps = {
  rows: readonly PersonLine[];
  nextCursor: string | null;
  previousCursor: string | null;
  days: UsageDays;
  isFiltered: boolean;
};

export function PeopleTable({ rows, days, ...rest }: PeopleTableProps) {
  return (
    <div className="[&_tbody_tr]:relative [&_tbody_tr]:cursor-pointer">
      <DataTable
        {...rest}
        id={TABLE_ID}
        label={LABEL}
        rows={rows}
        rowId={(row) => row.id}
        columns={columnsFor(days)}
        secondary={(row) => countOf(row.usedCount, "permission used", "permissions used")}
        empty={null}
      />
    </div>
  );
}
