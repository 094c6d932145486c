"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { HolderPage, HolderRow, RoleDetail } from "#lib/access/roles/schema";
import { rehearseUnassignAction, unassignRoleAction } from "../../actions.ts";

const TABLE_ID = "role-people";
const LABEL = "People";

const person = { id: "person", header: "Person", priority: 1, isPrimary: true } as const;
const way = { id: "way", header: "How", width: "w-40" } as const;
const others = { id: "others", header: "Other roles", priority: 3 } as const;
const action = {
  id: "action",
  header: "Action",
  width: "w-28",
  align: "right",
  priority: 1,
} as const;

type TableProps = {
  page: HolderPage;
  role: RoleDetail;
  ownId: string;
  canAssign: boolean;
  isFiltered: boolean;
};

function otherRoles({ otherRoles: roles }: HolderRow): string {
  return roles.map(({ name }) => name).join(", ");
}

/** "Directly", "Through Finance". */
function wayOf({ isDirect, groups }: HolderRow): string {
  const through = groups.length > 0 ? `hrough ${groups.join(", ")}` : null;
  if (!isDirect) return `T${through}`;
  return through ? `Directly, and t${through}` : "Directly";
}

function columnsWith(
  { role, ownId, canAssign }: TableProps,
  onRemove: (row: HolderRow) => void,
): DataColumn<HolderRow>[] {
  const isLastAdmin = role.id === "tenant_admin" && role.holderCount === 1;
  return [
    {
      ...person,
      cell: (row) => (
        <>
          <span className="font-medium">{row.name}</span>{" "}
          {row.id === ownId ? <Badge className="mr-1">You</Badge> : null}
          <span className="text-ink-muted">{row.email}</span>
        </>
      ),
    },
    {
      ...way,
      cell: (row) => (
        <span className="text-ink-muted" title={wayOf(row)}>
          {wayOf(row)}
        </span>
      ),
    },
    {
      ...others,
      cell: (row) => (
        <span className="text-ink-muted" title={otherRoles(row)}>
          {otherRoles(row) || "None"}
        </span>
      ),
    },
    {
      ...action,
      cell: (row) => {
        if (!canAssign) return null;
        // What a group gives is taken away in the group.
        if (!row.isDirect) return null;
        if (isLastAdmin) return <span className="text-ink-muted">Last admin</span>;
        return (
          <Button size="sm" aria-label={`Remove ${row.name}`} onClick={() => onRemove(row)}>
            Remove
          </Button>
        );
      },
    },
  ];
}

export function PeopleSkeleton() {
  return (
    <DataTableSkeleton
      id={TABLE_ID}
      label={LABEL}
      columns={[person, way, others, action]}
      rowCount={8}
      hasSecondary
    />
  );
}

export function PeopleTable(props: TableProps) {
  const { page, role, ownId, canAssign, isFiltered } = props;
  const [removing, setRemoving] = useState<HolderRow | null>(null);
  const [asking, setAsking] = useState(false);
  const input = { roleId: role.id, userId: removing?.id };
  function onRemove(row: HolderRow) {
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
        secondary={(row) => `${wayOf(row)} · ${otherRoles(row) || "no other role"}`}
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={
          <EmptyState title="Nobody has this role now">
            {canAssign
              ? "Add the people who should be able to do what it allows."
              : "Somebody who may assign it can add people."}
          </EmptyState>
        }
      />
      <RehearsedDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Take ${role.name} from ${removing?.name ?? "this person"}?`}
        description={<Warning isOwn={removing?.id === ownId} />}
        confirmLabel="Remove"
        danger
        change={removing?.id ?? null}
        rehearse={() => rehearseUnassignAction(input)}
        action={(reason) => unassignRoleAction({ ...input, reason })}
        done={`${removing?.name} no longer has the role ${role.name}`}
        failed="The role was not taken away"
      />
    </>
  );
}

function Warning({ isOwn }: { isOwn: boolean }) {
  return (
    <>
      <p>It holds within a second, also where they are logged in.</p>
      {isOwn ? (
        <p className="mt-2 text-ink">
          This is you. You may not be able to give the role back to yourself.
        </p>
      ) : null}
    </>
  );
}
