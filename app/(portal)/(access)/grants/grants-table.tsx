"use client";

import { User, Users } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo, useState } from "react";
import { permissionName } from "#components/access/permission-words.ts";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { GrantPage, GrantRow } from "#lib/access/grants/schema";
import { ResourceName } from "./resource-name.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { WhenWord, WhenWords } from "./when-words.tsx";

export const GRANTS_TABLE_ID = "grants";
const LABEL = "Grants";

/** Which pages the reader may open: what leads to others is not a link. */
type Sees = { people: boolean; groups: boolean };

const receiver = { id: "receiver", header: "Given to", priority: 1, isPrimary: true } as const;
const action = {
  id: "action",
  header: "Action",
  width: "w-28",
  align: "right",
  priority: 1,
} as const;

/** All but the columns that depend on what the reader may do. */
const middle: readonly DataColumn<GrantRow>[] = [
  {
    id: "permission",
    header: "Permission",
    width: "w-[18%]",
    cell: (row) => <PermissionCell row={row} />,
  },
  { id: "resource", header: "On", width: "w-[16%]", cell: (row) => <ResourceName on={row} /> },
  { id: "when", header: "When", width: "w-44", cell: (row) => <WhenWords window={row} /> },
  {
    id: "reason",
    header: "Reason",
    width: "w-[13%]",
    priority: 3,
    cell: ({ reason }) => (
      <span className="text-ink-muted" title={reason}>
        {reason || <Nothing>No reason given</Nothing>}
      </span>
    ),
  },
  {
    id: "created",
    header: "Given",
    width: "w-32",
    priority: 3,
    cell: ({ createdAt }) => <RelativeTime value={createdAt} className="text-ink-muted" />,
  },
];

/** For the choice of columns and for the skeleton. */
export const grantColumns = [receiver, ...middle, action];

function PermissionCell({ row: { permission, effect } }: { row: GrantRow }) {
  return (
    <span title={permission}>
      {effect === "deny" ? (
        <Badge tone="danger" className="mr-1.5">
          Denies
        </Badge>
      ) : null}
      {permissionName(permission)}
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

function Receiver({ row: { user, group }, sees }: { row: GrantRow; sees: Sees }) {
  const Icon = user ? User : Users;
  const name = user?.name ?? group?.name ?? "";
  const href = user ? `/users/${user.id}` : `/groups/${group?.id}`;
  const isLink = user ? sees.people : sees.groups;
  return (
    <span className="flex min-w-0 items-center gap-2" title={name}>
      <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <span className="sr-only">{user ? "Person" : "Group"}</span>
      {isLink ? (
        <Link
          href={href}
          prefetch={false}
          className="-outline-offset-2 min-w-0 truncate rounded py-1.5 font-medium underline-offset-2 hover:underline"
        >
          {name}
        </Link>
      ) : (
        <span className="truncate font-medium">{name}</span>
      )}
    </span>
  );
}

export function GrantsSkeleton() {
  return (
    <DataTableSkeleton
      id={GRANTS_TABLE_ID}
      label={LABEL}
      columns={grantColumns}
      rowCount={12}
      hasSecondary
    />
  );
}

type GrantsTableProps = {
  page: GrantPage;
  isFiltered: boolean;
  sees: Sees;
  canRevoke: boolean;
  /** Gives somebody something, for who may. */
  giveButton: ReactNode;
};

export function GrantsTable({ page, isFiltered, sees, canRevoke, giveButton }: GrantsTableProps) {
  const [revoking, setRevoking] = useState<GrantRow | null>(null);
  const [asking, setAsking] = useState(false);
  const columns = useMemo(() => {
    const ask = (row: GrantRow) => {
      setRevoking(row);
      setAsking(true);
    };
    return columnsFor(sees, canRevoke, ask);
  }, [sees, canRevoke]);
  return (
    <>
      <DataTable
        id={GRANTS_TABLE_ID}
        label={LABEL}
        rows={page.rows}
        rowId={(row) => row.id}
        columns={columns}
        secondary={(row) => <Summary row={row} />}
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={
          <EmptyState title="No grants yet" action={giveButton}>
            What people and groups are given on single resources appears here.
          </EmptyState>
        }
      />
      <RevokeDialog grant={revoking} open={asking} onOpenChange={setAsking} />
    </>
  );
}

function columnsFor(
  sees: Sees,
  canRevoke: boolean,
  onRevoke: (row: GrantRow) => void,
): DataColumn<GrantRow>[] {
  const first = { ...receiver, cell: (row: GrantRow) => <Receiver row={row} sees={sees} /> };
  if (!canRevoke) return [first, ...middle];
  const last = {
    ...action,
    cell: (row: GrantRow) => (
      <Button
        size="sm"
        aria-label={`Take back ${permissionName(row.permission)} from ${row.user?.name ?? row.group?.name}`}
        onClick={() => onRevoke(row)}
      >
        Take back
      </Button>
    ),
  };
  return [first, ...middle, last];
}

function Summary({ row }: { row: GrantRow }) {
  const { effect, permission } = row;
  return (
    <>
      <WhenWord window={row} />
      {effect === "deny" ? "Denies " : ""}
      {permissionName(permission)} · <ResourceName on={row} />
    </>
  );
}
