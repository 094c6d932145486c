"use client";

import Link from "next/link";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { countOf } from "#components/ui/format-number.ts";
import { Num } from "#components/ui/num.tsx";
import type { GroupRow } from "#lib/identity/groups/schema";
import { NewGroupButton } from "./new-group.tsx";
import { ruleWords } from "./rule-words.ts";

const TABLE_ID = "groups";
const LABEL = "Groups";

const columns: readonly DataColumn<GroupRow>[] = [
  { id: "name", header: "Name", priority: 1, isPrimary: true, cell: (row) => <Name row={row} /> },
  {
    id: "description",
    header: "Description",
    priority: 3,
    cell: (row) => <Muted text={row.description} none="No description" />,
  },
  {
    id: "chosen",
    header: "Chosen",
    cell: (row) => <Muted text={row.rule ? ruleWords(row.rule) : "By hand"} none="" />,
  },
  {
    id: "members",
    header: "Members",
    width: "w-24",
    align: "right",
    priority: 1,
    cell: (row) => <Num value={row.memberCount} />,
  },
  {
    id: "roles",
    header: "Roles",
    cell: (row) => <Muted text={row.roles.map(({ name }) => name).join(", ")} none="No roles" />,
  },
];

/** The link covers its whole row. `data-row-link` makes it the one that `j` and `k` go to. */
function Name({ row }: { row: GroupRow }) {
  return (
    <Link
      href={`/groups/${row.id}`}
      data-row-link
      title={row.name}
      className="-outline-offset-2 block min-w-0 truncate rounded py-1.5 font-medium after:absolute after:inset-0"
    >
      {row.name}
    </Link>
  );
}

function Muted({ text, none }: { text: string; none: string }) {
  if (text === "") {
    return (
      <span className="text-ink-faint">
        <span aria-hidden>–</span>
        <span className="sr-only">{none}</span>
      </span>
    );
  }
  return (
    <span className="text-ink-muted" title={text}>
      {text}
    </span>
  );
}

export function GroupsToolbar() {
  return (
    <DataTableToolbar
      params={["text"]}
      search={<SearchFilter param="text" placeholder="Name, rule or role" />}
    />
  );
}

export function GroupsSkeleton() {
  return (
    <DataTableSkeleton id={TABLE_ID} label={LABEL} columns={columns} rowCount={8} hasSecondary />
  );
}

type GroupsTableProps = { rows: readonly GroupRow[]; isFiltered: boolean; canCreate: boolean };

export function GroupsTable({ rows, isFiltered, canCreate }: GroupsTableProps) {
  return (
    <div className="[&_tbody_tr]:relative [&_tbody_tr]:cursor-pointer">
      <DataTable
        id={TABLE_ID}
        label={LABEL}
        rows={rows}
        rowId={(row) => row.id}
        columns={columns}
        secondary={secondary}
        nextCursor={null}
        previousCursor={null}
        isFiltered={isFiltered}
        empty={
          <EmptyState title="No groups yet" action={canCreate ? <NewGroupButton /> : null}>
            {canCreate
              ? "Make one for people who should have the same roles, such as a team or everybody of a department."
              : "Somebody with the permission to create groups can make one."}
          </EmptyState>
        }
      />
    </div>
  );
}

function secondary({ rule, memberCount, roles }: GroupRow): string {
  const given = roles.map(({ name }) => name).join(", ");
  return [
    countOf(memberCount, "member", "members"),
    rule ? "by a rule" : "by hand",
    given || "no roles",
  ].join(" · ");
}
