"use client";

import { type ReactNode, useState } from "react";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { perform } from "#components/shell/perform.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { PersonPage, PersonRow, RoleRow } from "#lib/roles/schema";
import { unassignRoleAction } from "../../actions.ts";
import { permissionNames } from "../../words.ts";

const TABLE_ID = "role-people";
const LABEL = "People";

/** Someone who has the role, and what they could no longer do without it. */
type Holder = PersonRow & { loses: string[] };

const person = { id: "person", header: "Person", priority: 1, isPrimary: true } as const;
const others = { id: "others", header: "Other roles" } as const;
const action = {
  id: "action",
  header: "Action",
  width: "w-28",
  align: "right",
  priority: 1,
} as const;

type TableProps = {
  page: Omit<PersonPage, "rows"> & { rows: Holder[] };
  role: RoleRow;
  ownId: string;
  canAssign: boolean;
  isFiltered: boolean;
};

function otherRoles(row: PersonRow, role: RoleRow): string {
  const names = row.roles.filter(({ id }) => id !== role.id).map(({ name }) => name);
  return names.join(", ");
}

function columnsWith(
  { role, ownId, canAssign }: TableProps,
  onRemove: (row: Holder) => void,
): DataColumn<Holder>[] {
  const isLastAdmin = role.id === "tenant_admin" && role.peopleCount === 1;
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
      ...others,
      cell: (row) => (
        <span className="text-ink-muted" title={otherRoles(row, role)}>
          {otherRoles(row, role) || "None"}
        </span>
      ),
    },
    {
      ...action,
      cell: (row) => {
        if (!canAssign) return null;
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

/** With the button that adds people at its end, on phones too. */
export function PeopleToolbar({ children }: { children?: ReactNode }) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 grow">
        <DataTableToolbar
          params={["text"]}
          search={<SearchFilter param="text" placeholder="Name or e-mail address" />}
        />
      </div>
      {children}
    </div>
  );
}

export function PeopleSkeleton() {
  return (
    <DataTableSkeleton
      id={TABLE_ID}
      label={LABEL}
      columns={[person, others, action]}
      rowCount={8}
      hasSecondary
    />
  );
}

export function PeopleTable(props: TableProps) {
  const { page, role, ownId, canAssign, isFiltered } = props;
  const [removing, setRemoving] = useState<Holder | null>(null);
  const [asking, setAsking] = useState(false);
  function onRemove(row: Holder) {
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
        secondary={(row) => otherRoles(row, role) || "No other role"}
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={
          <EmptyState title="Nobody has this role yet">
            {canAssign
              ? "Add the people who should be able to do what it allows."
              : "Somebody who may assign it can add people."}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Take ${role.name} from ${removing?.name ?? "this person"}?`}
        description={removing ? <WhatIsLost row={removing} isOwn={removing.id === ownId} /> : null}
        confirmLabel="Remove"
        danger
        onConfirm={() => remove(removing, role)}
      />
    </>
  );
}

function WhatIsLost({ row, isOwn }: { row: Holder; isOwn: boolean }) {
  return (
    <>
      <p>
        {row.loses.length > 0
          ? `Within a second ${row.name} loses: ${permissionNames(row.loses)}.`
          : `${row.name} loses nothing: other roles allow the same.`}
      </p>
      {isOwn ? (
        <p className="mt-2 text-ink">
          This is you. You may not be able to give the role back to yourself.
        </p>
      ) : null}
    </>
  );
}

async function remove(row: Holder | null, role: RoleRow): Promise<boolean> {
  const result = await perform(() => unassignRoleAction({ roleId: role.id, userId: row?.id }), {
    done: `${row?.name} no longer has the role ${role.name}`,
    failed: "The role was not taken away",
  });
  return result !== null;
}
