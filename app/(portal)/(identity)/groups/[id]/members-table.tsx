"use client";

import Link from "next/link";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { GroupRow, MemberPage, MemberRow } from "#lib/identity/groups/schema";
import { rehearseRemoveAction, removeMembersAction } from "../actions.ts";

const TABLE_ID = "group-members";
const LABEL = "Members";

const person = { id: "person", header: "Person", priority: 1, isPrimary: true } as const;
const since = { id: "since", header: "In since", width: "w-36" } as const;
const action = {
  id: "action",
  header: "Action",
  width: "w-28",
  align: "right",
  priority: 1,
} as const;

type TableProps = {
  page: MemberPage;
  group: GroupRow;
  ownId: string;
  seesPeople: boolean;
  canManage: boolean;
  isFiltered: boolean;
};

function columnsWith(
  { ownId, seesPeople, canManage }: TableProps,
  onRemove: (row: MemberRow) => void,
): DataColumn<MemberRow>[] {
  const always: DataColumn<MemberRow>[] = [
    {
      ...person,
      cell: (row) => (
        <>
          {seesPeople ? (
            <Link href={`/users/${row.id}`} prefetch={false} className="rounded font-medium">
              {row.name}
            </Link>
          ) : (
            <span className="font-medium">{row.name}</span>
          )}{" "}
          {row.id === ownId ? <Badge className="mr-1">You</Badge> : null}
          {row.status === "disabled" ? (
            <Badge tone="warning" className="mr-1">
              Disabled
            </Badge>
          ) : null}
          <span className="hidden text-ink-muted @2xl:inline">{row.email}</span>
        </>
      ),
    },
    {
      ...since,
      cell: (row) => <RelativeTime value={row.addedAt} className="text-ink-muted" />,
    },
  ];
  if (!canManage) return always;
  const removing: DataColumn<MemberRow> = {
    ...action,
    cell: (row) => (
      <Button size="sm" aria-label={`Remove ${row.name}`} onClick={() => onRemove(row)}>
        Remove
      </Button>
    ),
  };
  return [...always, removing];
}

export function MembersSkeleton() {
  return (
    <DataTableSkeleton
      id={TABLE_ID}
      label={LABEL}
      columns={[person, since]}
      rowCount={8}
      hasSecondary
    />
  );
}

export function MembersTable(props: TableProps) {
  const { page, group, canManage, isFiltered } = props;
  const [removing, setRemoving] = useState<MemberRow | null>(null);
  const [asking, setAsking] = useState(false);
  function onRemove(row: MemberRow) {
    setRemoving(row);
    setAsking(true);
  }
  return (
    <>
      <DataTable
        id={TABLE_ID}
        label={LABEL}
        rows={page.rows}
        rowId={(row) => row.id}
        columns={columnsWith(props, onRemove)}
        secondary={(row) => row.email}
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={<Empty group={group} canManage={canManage} />}
      />
      <RemoveMember group={group} row={removing} open={asking} onOpenChange={setAsking} />
    </>
  );
}

function Empty({ group, canManage }: { group: GroupRow; canManage: boolean }) {
  if (group.rule) {
    return (
      <EmptyState title="The rule chooses nobody now">
        People come in by themselves as soon as it holds for them. Attributes are set on a person’s
        own page.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody is in this group yet">
      {canManage
        ? "Add the people who should have what the group gives."
        : "Somebody with the permission to choose group members can add people."}
    </EmptyState>
  );
}

type RemoveMemberProps = {
  group: GroupRow;
  /** Stays while the dialog slides out. */
  row: MemberRow | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function RemoveMember({ group, row, open, onOpenChange }: RemoveMemberProps) {
  const name = row?.name ?? "this person";
  const input = { groupId: group.id, userIds: row ? [row.id] : [] };
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Take ${name} out of ${group.name}?`}
      description="It holds within a second, also where they are logged in."
      confirmLabel="Remove"
      danger
      change={row?.id ?? null}
      rehearse={() => rehearseRemoveAction(input)}
      action={(reason) => removeMembersAction({ ...input, reason })}
      done={`${name} is no longer in ${group.name}`}
      failed={`${name} was not removed`}
    />
  );
}
