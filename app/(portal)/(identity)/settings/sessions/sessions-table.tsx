"use client";

import { useState } from "react";
import { ReasonedDialog } from "#components/access/reasoned-dialog.tsx";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { describeDevice } from "#lib/identity/sessions/device";
import type { SessionPage, SessionRow } from "#lib/identity/sessions/schema";
import { revokeSessionAction } from "./actions.ts";

const TABLE_ID = "sessions";
const LABEL = "Sessions";

type CellOptions = {
  currentId: string | null;
  canRevoke: boolean;
  onEnd: (row: SessionRow) => void;
};

const person = { id: "person", header: "Person", priority: 1, isPrimary: true } as const;
const device = { id: "device", header: "Device", width: "w-52" } as const;
const address = { id: "ip", header: "IP address", width: "w-40", priority: 3 } as const;
const signedIn = { id: "created", header: "Logged in", width: "w-38", priority: 3 } as const;
const lastSeen = { id: "seen", header: "Last seen", width: "w-38" } as const;
const action = {
  id: "action",
  header: "Action",
  width: "w-28",
  align: "right",
  priority: 1,
} as const;

function columnsWith({ currentId, canRevoke, onEnd }: CellOptions): DataColumn<SessionRow>[] {
  return [
    {
      ...person,
      cell: (row) => (
        <>
          <span className="font-medium">{row.userName}</span>{" "}
          <span className="text-ink-muted">{row.userEmail}</span>
        </>
      ),
    },
    {
      ...device,
      cell: (row) => (
        <span title={row.userAgent ?? undefined}>{describeDevice(row.userAgent)}</span>
      ),
    },
    {
      ...address,
      cell: (row) => (
        <code className="font-mono text-xs" title={row.ip ?? undefined}>
          {row.ip ?? "unknown"}
        </code>
      ),
    },
    { ...signedIn, cell: (row) => <RelativeTime value={row.createdAt} /> },
    { ...lastSeen, cell: (row) => <RelativeTime value={row.lastSeenAt} /> },
    {
      ...action,
      cell: (row) => {
        if (row.id === currentId) return <Badge tone="success">This session</Badge>;
        if (!canRevoke) return null;
        const label = `End session of ${row.userName}, ${describeDevice(row.userAgent)}`;
        return (
          <Button size="sm" aria-label={label} onClick={() => onEnd(row)}>
            End
          </Button>
        );
      },
    },
  ];
}

/** What the other columns say, where there is no room for them. */
function inShort(row: SessionRow) {
  return (
    <>
      {describeDevice(row.userAgent)} · <RelativeTime value={row.lastSeenAt} />
    </>
  );
}

export function SessionsToolbar() {
  return (
    <DataTableToolbar
      params={["text"]}
      search={<SearchFilter param="text" placeholder="Name or e-mail address" />}
    />
  );
}

export function SessionsSkeleton() {
  return (
    <DataTableSkeleton
      id={TABLE_ID}
      label={LABEL}
      columns={[person, device, address, signedIn, lastSeen, action]}
      rowCount={12}
      hasSecondary
    />
  );
}

type SessionsTableProps = {
  page: SessionPage;
  currentId: string | null;
  canRevoke: boolean;
  isFiltered: boolean;
};

export function SessionsTable({ page, currentId, canRevoke, isFiltered }: SessionsTableProps) {
  const [ending, setEnding] = useState<SessionRow | null>(null);
  const [asking, setAsking] = useState(false);
  function onEnd(row: SessionRow) {
    setEnding(row);
    setAsking(true);
  }
  return (
    <>
      <DataTable
        id={TABLE_ID}
        label={LABEL}
        rows={page.rows}
        rowId={(row) => row.id}
        columns={columnsWith({ currentId, canRevoke, onEnd })}
        secondary={inShort}
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={isFiltered}
        empty={
          <EmptyState title="Nobody is logged in">
            Sessions appear here as soon as people log in.
          </EmptyState>
        }
      />
      <ReasonedDialog
        open={asking}
        onOpenChange={setAsking}
        title={`End the session of ${ending?.userName ?? "this person"}?`}
        description={
          ending
            ? `${describeDevice(ending.userAgent)}${ending.ip ? ` at ${ending.ip}` : ""} is logged out within a second. What was not saved there is lost; logging in again stays possible.`
            : null
        }
        confirmLabel="End session"
        danger
        action={(reason) => revokeSessionAction({ sessionId: ending?.id, reason })}
        done={`Session of ${ending?.userName} ended`}
        failed="The session was not ended"
      />
    </>
  );
}
