"use client";

import { useState } from "react";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { ActionDialog } from "#components/shell/action-dialog.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { isPermissionId, permissions } from "#lib/authz/catalogue/permissions";
import type { ApiKeyPage, ApiKeyRow } from "#lib/identity/api-keys/schema";
import { revokeApiKeyAction } from "./actions.ts";
import { CreateKeyButton } from "./create-key-dialog.tsx";
import { type KeyState, keyStateOf } from "./key-state.ts";

const TABLE_ID = "api-keys";
const LABEL = "API keys";

const name = { id: "name", header: "Name", priority: 1, isPrimary: true } as const;
const state = { id: "state", header: "State", width: "w-28", priority: 1 } as const;
const scopes = { id: "scopes", header: "May", width: "w-48", priority: 3 } as const;
const lastUsed = { id: "used", header: "Last used", width: "w-34" } as const;
const expires = { id: "expires", header: "Expires", width: "w-34" } as const;
const created = { id: "created", header: "Created", width: "w-64", priority: 3 } as const;
const action = {
  id: "action",
  header: "Action",
  width: "w-24",
  align: "right",
  priority: 1,
} as const;

const states: Record<KeyState, { tone: Tone; label: string }> = {
  active: { tone: "success", label: "Active" },
  expiring: { tone: "warning", label: "Expires soon" },
  expired: { tone: "neutral", label: "Expired" },
  revoked: { tone: "neutral", label: "Revoked" },
  orphaned: { tone: "neutral", label: "Maker disabled" },
};

/** Scopes in words; an id that the catalogue no longer has stays as it is. */
function scopeNames(row: ApiKeyRow): string {
  return row.scopes.map((id) => (isPermissionId(id) ? permissions[id].name : id)).join(", ");
}

function When({ value, absent }: { value: string | null; absent: string }) {
  return value ? <RelativeTime value={value} /> : <span className="text-ink-muted">{absent}</span>;
}

function StateBadge({ row }: { row: ApiKeyRow }) {
  const { tone, label } = states[keyStateOf(row, useNow())];
  return <Badge tone={tone}>{label}</Badge>;
}

function columnsWith(onRevoke: ((row: ApiKeyRow) => void) | null): DataColumn<ApiKeyRow>[] {
  return [
    { ...name, cell: (row) => <Name row={row} /> },
    { ...state, cell: (row) => <StateBadge row={row} /> },
    { ...scopes, cell: (row) => <span title={scopeNames(row)}>{scopeNames(row)}</span> },
    { ...lastUsed, cell: (row) => <When value={row.lastUsedAt} absent="Never" /> },
    { ...expires, cell: (row) => <When value={row.expiresAt} absent="Never" /> },
    {
      ...created,
      cell: (row) => (
        <span title={row.createdByName ? `by ${row.createdByName}` : undefined}>
          <RelativeTime value={row.createdAt} />
          {row.createdByName ? ` by ${row.createdByName}` : ""}
        </span>
      ),
    },
    {
      ...action,
      cell: (row) => (onRevoke ? <Revoke row={row} onRevoke={onRevoke} /> : null),
    },
  ];
}

function Name({ row }: { row: ApiKeyRow }) {
  return (
    <span className="font-medium" title={row.name}>
      {row.name}
    </span>
  );
}

type RevokeProps = { row: ApiKeyRow; onRevoke: (row: ApiKeyRow) => void };

/** Nothing for what has ended by itself or was ended. */
function Revoke({ row, onRevoke }: RevokeProps) {
  const current = keyStateOf(row, useNow());
  if (current === "revoked" || current === "expired") return null;
  return (
    <Button size="sm" aria-label={`Revoke ${row.name}`} onClick={() => onRevoke(row)}>
      Revoke
    </Button>
  );
}

export function ApiKeysSkeleton() {
  return (
    <DataTableSkeleton
      id={TABLE_ID}
      label={LABEL}
      columns={[name, state, scopes, lastUsed, expires, created, action]}
      rowCount={4}
      hasSecondary
    />
  );
}

type ApiKeysTableProps = { page: ApiKeyPage; canCreate: boolean; canRevoke: boolean };

export function ApiKeysTable({ page, canCreate, canRevoke }: ApiKeysTableProps) {
  const [revoking, setRevoking] = useState<ApiKeyRow | null>(null);
  const [asking, setAsking] = useState(false);
  function onRevoke(row: ApiKeyRow) {
    setRevoking(row);
    setAsking(true);
  }
  return (
    <>
      <DataTable
        id={TABLE_ID}
        label={LABEL}
        rows={page.rows}
        rowId={(row) => row.id}
        columns={columnsWith(canRevoke ? onRevoke : null)}
        secondary={scopeNames}
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        isFiltered={false}
        empty={
          <EmptyState title="No API keys yet" action={canCreate ? <CreateKeyButton /> : null}>
            {canCreate
              ? "Create one to let another program send its events here, or ask what somebody may do."
              : "Somebody with the permission to create API keys can add one."}
          </EmptyState>
        }
      />
      <ActionDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke ${revoking?.name ?? "this key"}?`}
        description={revoking ? <WhatStops row={revoking} /> : null}
        confirmLabel="Revoke key"
        danger
        action={() => revokeApiKeyAction({ apiKeyId: revoking?.id })}
        done={`${revoking?.name} revoked`}
        failed="The key was not revoked"
      />
    </>
  );
}

function WhatStops({ row }: { row: ApiKeyRow }) {
  return (
    <>
      <p>
        Every program that uses this key is refused within a second. What it can no longer do:{" "}
        {scopeNames(row).toLowerCase()}.
      </p>
      <p className="mt-2">
        {row.lastUsedAt ? (
          <>
            It was last used <RelativeTime value={row.lastUsedAt} />.
          </>
        ) : (
          "It was never used."
        )}{" "}
        Revoking cannot be undone; a new key can replace it.
      </p>
    </>
  );
}
