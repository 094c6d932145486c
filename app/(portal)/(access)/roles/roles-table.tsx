"use client";

import Link from "next/link";
import { permissionsCount } from "#components/access/permission-words.ts";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { peopleOf } from "#components/ui/format-number.ts";
import { Num } from "#components/ui/num.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { RoleRow } from "#lib/access/roles/schema";
import type { Page } from "../../../page-of.ts";
import { NewRoleLink } from "./new-role-link.tsx";

const TABLE_ID = "roles";
const LABEL = "Roles";

/** A role as the list shows it. */
export type ListedRole = Pick<
  RoleRow,
  "id" | "name" | "description" | "builtIn" | "parents" | "risk" | "updatedAt"
> & {
  /** Whoever has it now, directly or through a group. */
  holderCount: number;
  permissionCount: number;
};

const columns: readonly DataColumn<ListedRole>[] = [
  { id: "name", header: "Name", priority: 1, isPrimary: true, cell: (row) => <Name row={row} /> },
  {
    id: "description",
    header: "Description",
    priority: 3,
    cell: (row) => (
      <span className="text-ink-muted" title={row.description}>
        {row.description}
      </span>
    ),
  },
  {
    id: "parents",
    header: "Inherits from",
    width: "w-40",
    priority: 3,
    cell: (row) => <Parents row={row} />,
  },
  {
    id: "people",
    header: "People",
    hint: "People who have the role itself, directly or through a group. Those who have only a role that inherits from it are counted there.",
    width: "w-20",
    align: "right",
    cell: (row) => <Num value={row.holderCount} />,
  },
  {
    id: "permissions",
    header: "Permissions",
    hint: "All that it allows, itself or by inheriting, with the permissions that only open a module.",
    width: "w-28",
    align: "right",
    cell: (row) => <Num value={row.permissionCount} />,
  },
  {
    id: "risk",
    header: "Highest risk",
    width: "w-28",
    priority: 1,
    cell: (row) => <HighestRisk row={row} />,
  },
  {
    id: "updated",
    header: "Updated",
    width: "w-38",
    cell: (row) =>
      row.builtIn ? (
        <Nothing>Comes with Gatehouse</Nothing>
      ) : (
        // Above the row's link, so that the absolute time shows on hover.
        <RelativeTime value={row.updatedAt} className="relative text-ink-muted" />
      ),
  },
];

/** The link covers its whole row. `data-row-link` makes it the one that `j` and `k` go to. */
function Name({ row }: { row: ListedRole }) {
  return (
    <span className="flex items-center gap-2">
      <Link
        href={`/roles/${row.id}`}
        data-row-link
        title={row.name}
        className="-outline-offset-2 min-w-0 truncate rounded py-1.5 font-medium after:absolute after:inset-0"
      >
        {row.name}
      </Link>
      {row.builtIn ? <Badge>Built in</Badge> : null}
    </span>
  );
}

function Parents({ row }: { row: ListedRole }) {
  const names = row.parents.map(({ name }) => name).join(", ");
  return names ? (
    <span className="text-ink-muted" title={names}>
      {names}
    </span>
  ) : (
    <Nothing>None</Nothing>
  );
}

function HighestRisk({ row }: { row: ListedRole }) {
  const { risk } = row;
  return risk ? <RiskBadge risk={risk} /> : <Nothing>None</Nothing>;
}

function Nothing({ children }: { children: string }) {
  return (
    <span className="text-ink-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">{children}</span>
    </span>
  );
}

export function RolesToolbar() {
  return (
    <DataTableToolbar
      params={["text"]}
      search={<SearchFilter param="text" placeholder="Name or description" />}
    />
  );
}

export function RolesSkeleton() {
  return (
    <DataTableSkeleton id={TABLE_ID} label={LABEL} columns={columns} rowCount={8} hasSecondary />
  );
}

type RolesTableProps = {
  page: Page<ListedRole>;
  isFiltered: boolean;
  canCreate: boolean;
};

export function RolesTable({ page, isFiltered, canCreate }: RolesTableProps) {
  const { rows, nextCursor, previousCursor } = page;
  const onlyBuiltIn = !isFiltered && rows.length > 0 && rows.every((row) => row.builtIn);
  return (
    <div className="[&_tbody_tr]:relative [&_tbody_tr]:cursor-pointer">
      <DataTable
        id={TABLE_ID}
        label={LABEL}
        rows={rows}
        rowId={(row) => row.id}
        columns={columns}
        secondary={(row) =>
          `${peopleOf(row.holderCount)} · ${permissionsCount(row.permissionCount)}`
        }
        nextCursor={nextCursor}
        previousCursor={previousCursor}
        isFiltered={isFiltered}
        empty={null}
      />
      {onlyBuiltIn ? (
        <EmptyState title="Only built-in roles so far" action={canCreate ? <NewRoleLink /> : null}>
          {canCreate
            ? "Make a role of your own for people who need more than one of these roles allows, or less."
            : "Somebody with the permission to create roles can add one that fits you better."}
        </EmptyState>
      ) : null}
    </div>
  );
}
