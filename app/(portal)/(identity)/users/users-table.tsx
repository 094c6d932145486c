"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { UserPage, UserRow } from "#lib/identity/users/schema";
import { StatusBadge } from "./status-badge.tsx";

export const USERS_TABLE_ID = "people";
const LABEL = "People";

export const userColumns: readonly DataColumn<UserRow>[] = [
  { id: "name", header: "Name", priority: 1, isPrimary: true, cell: (row) => <Name row={row} /> },
  {
    id: "status",
    header: "Status",
    width: "w-24",
    priority: 1,
    cell: (row) => <StatusBadge status={row.status} />,
  },
  {
    id: "roles",
    header: "Roles",
    width: "w-[20%]",
    cell: (row) => <Names named={row.roles} none="No roles" />,
  },
  {
    id: "groups",
    header: "Groups",
    width: "w-[15%]",
    priority: 3,
    cell: (row) => <Names named={row.groups} none="No groups" />,
  },
  {
    id: "seen",
    header: "Last seen",
    width: "w-34",
    cell: (row) =>
      row.lastSeenAt ? (
        <RelativeTime value={row.lastSeenAt} className="relative text-ink-muted" />
      ) : (
        <Nothing>Never</Nothing>
      ),
  },
  {
    id: "added",
    header: "Added",
    width: "w-34",
    priority: 3,
    cell: (row) => <RelativeTime value={row.createdAt} className="relative text-ink-muted" />,
  },
];

/** The link covers its whole row. `data-row-link` makes it the one that `j` and `k` go to. */
function Name({ row }: { row: UserRow }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        href={`/users/${row.id}`}
        // Fifty pages that nobody may open need not be made beforehand.
        prefetch={false}
        data-row-link
        title={row.name}
        className="-outline-offset-2 min-w-0 max-w-full truncate rounded py-1.5 font-medium @2xl:max-w-[65%] @2xl:shrink-0 after:absolute after:inset-0"
      >
        {row.name}
      </Link>
      <span className="hidden min-w-0 truncate text-ink-muted @2xl:inline" title={row.email}>
        {row.email}
      </span>
    </span>
  );
}

type NamesProps = { named: UserRow["roles"]; none: string };

function Names({ named, none }: NamesProps) {
  if (named.length === 0) return <Nothing>{none}</Nothing>;
  const names = named.map(({ name }) => name).join(", ");
  return (
    <span className="text-ink-muted" title={names}>
      {names}
    </span>
  );
}

function Nothing({ children }: { children: string }) {
  return (
    <span className="text-ink-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">{children}</span>
    </span>
  );
}

export function UsersSkeleton() {
  return (
    <DataTableSkeleton
      id={USERS_TABLE_ID}
      label={LABEL}
      columns={userColumns}
      rowCount={12}
      hasSecondary
    />
  );
}

type UsersTableProps = { page: UserPage; isFiltered: boolean; addButton: ReactNode };

export function UsersTable({ page, isFiltered, addButton }: UsersTableProps) {
  return (
    <div className="[&_tbody_tr]:relative [&_tbody_tr]:cursor-pointer">
      <DataTable
        id={USERS_TABLE_ID}
        label={LABEL}
        rows={page.rows}
        rowId={(row) => row.id}
        columns={userColumns}
        secondary={(row) =>
          [row.email, ...row.roles.map(({ name }) => name)].filter(Boolean).join(" · ")
        }
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={
          <EmptyState title="Nobody here yet" action={addButton}>
            People appear here as soon as somebody adds them.
          </EmptyState>
        }
      />
    </div>
  );
}
