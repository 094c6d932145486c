"use client";

import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { durationWords } from "#lib/governance/requests/duration";
import type { AccessRequestRow, RequestPage } from "#lib/governance/requests/schema";
import { EmergencyBadge, StateBadge } from "../marks.tsx";
import { decisionWords } from "./decision-words.ts";

export const HISTORY_TABLE_ID = "access-requests";
const LABEL = "Requests";

export const historyColumns: readonly DataColumn<AccessRequestRow>[] = [
  {
    id: "person",
    header: "Person",
    width: "w-44",
    priority: 1,
    isPrimary: true,
    cell: ({ person }) => (
      <span className="font-medium" title={person.name}>
        {person.name}
      </span>
    ),
  },
  {
    id: "role",
    header: "Role",
    width: "w-40",
    priority: 2,
    cell: ({ role }) => <span title={role.name}>{role.name}</span>,
  },
  {
    id: "state",
    header: "State",
    width: "w-28",
    priority: 1,
    cell: ({ state }) => <StateBadge state={state} />,
  },
  {
    id: "kind",
    header: "Kind",
    width: "w-30",
    priority: 3,
    cell: ({ kind }) =>
      kind === "emergency" ? <EmergencyBadge /> : <span className="text-ink-muted">Requested</span>,
  },
  {
    id: "minutes",
    header: "Asked for",
    width: "w-36",
    priority: 3,
    cell: ({ minutes }) => <span className="text-ink-muted">{durationWords(minutes)}</span>,
  },
  {
    id: "reason",
    header: "Why",
    cell: ({ reason }) => <span title={reason}>{reason}</span>,
  },
  {
    id: "decision",
    header: "Decision",
    priority: 3,
    cell: (row) => <Decision row={row} />,
  },
  {
    id: "asked",
    header: "Asked",
    width: "w-36",
    cell: ({ createdAt }) => <RelativeTime value={createdAt} className="text-ink-muted" />,
  },
];

function Decision({ row }: { row: AccessRequestRow }) {
  const words = decisionWords(row);
  if (words) return <span title={words}>{words}</span>;
  return (
    <span className="text-ink-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">None</span>
    </span>
  );
}

type HistoryTableProps = { page: RequestPage; isFiltered: boolean };

/** Every request there was. */
export function HistoryTable({ page, isFiltered }: HistoryTableProps) {
  return (
    <DataTable
      id={HISTORY_TABLE_ID}
      label={LABEL}
      rows={page.rows}
      rowId={(row) => row.id}
      columns={historyColumns}
      nextCursor={page.nextCursor}
      previousCursor={page.previousCursor}
      secondary={(row) => <Secondary row={row} />}
      empty={
        <EmptyState title="No requests yet">
          Whatever is asked for or taken in an emergency is listed here, for good.
        </EmptyState>
      }
      isFiltered={isFiltered}
      pagerLabels={{ first: "Newest", previous: "Newer", next: "Older" }}
    />
  );
}

/** What the columns say for which there is no room. */
function Secondary({ row }: { row: AccessRequestRow }) {
  const words = [row.kind === "emergency" ? "Emergency" : null, row.role.name, row.reason];
  return words.filter((word) => word !== null).join(" · ");
}

export function HistorySkeleton() {
  return (
    <DataTableSkeleton
      id={HISTORY_TABLE_ID}
      label={LABEL}
      columns={historyColumns}
      rowCount={12}
      hasSecondary
    />
  );
}
