"use client";

import { EventSource, PortalMark } from "#components/audit/event-source.tsx";
import { actorLabel, targetLabel } from "#components/audit/labels.ts";
import { OutcomeBadge } from "#components/audit/outcome-badge.tsx";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import type { AuditPage, AuditRow } from "#lib/events/schema";
import { PANEL_PARAM } from "./filters.ts";
import { NoEventsYet } from "./no-events-yet.tsx";

export const AUDIT_TABLE_ID = "audit";

const PAGE_SIZE = 50;

export const auditColumns: readonly DataColumn<AuditRow>[] = [
  {
    id: "time",
    header: "Time",
    width: "w-38",
    priority: 1,
    cell: (row) => <RelativeTime value={row.occurredAt} className="text-ink-muted" />,
  },
  {
    id: "actor",
    header: "Actor",
    cell: (row) => <span title={row.actorId ?? undefined}>{actorLabel(row) ?? <Nothing />}</span>,
  },
  {
    id: "action",
    header: "Action",
    priority: 1,
    isPrimary: true,
    cell: (row) => (
      <span className="font-mono text-xs" title={row.action}>
        {visibleText(row.action)}
      </span>
    ),
  },
  {
    id: "target",
    header: "Target",
    cell: (row) => <span title={row.targetId ?? undefined}>{targetLabel(row) ?? <Nothing />}</span>,
  },
  {
    id: "outcome",
    header: "Outcome",
    width: "w-24",
    cell: (row) => <OutcomeBadge outcome={row.outcome} />,
  },
  {
    id: "ip",
    header: "Source IP",
    width: "w-36",
    priority: 3,
    cell: (row) =>
      row.sourceIp ? (
        <span className="font-mono text-xs" title={row.sourceIp}>
          {row.sourceIp}
        </span>
      ) : (
        <Nothing />
      ),
  },
  {
    id: "source",
    header: "Source",
    width: "w-28",
    priority: 3,
    cell: (row) => <EventSource event={row} />,
  },
];

type AuditTableProps = { page: AuditPage; isFiltered: boolean };

export function AuditTable({ page, isFiltered }: AuditTableProps) {
  return (
    <DataTable
      id={AUDIT_TABLE_ID}
      label="Audit events"
      rows={page.rows}
      rowId={(row) => row.id}
      columns={auditColumns}
      nextCursor={page.nextCursor}
      previousCursor={page.previousCursor}
      panelParam={PANEL_PARAM}
      secondary={(row) => <Secondary row={row} />}
      empty={<NoEventsYet />}
      isFiltered={isFiltered}
      pagerLabels={{ first: "Newest", previous: "Newer", next: "Older" }}
    />
  );
}

export function AuditTableSkeleton() {
  return (
    <DataTableSkeleton
      id={AUDIT_TABLE_ID}
      label="Audit events"
      columns={auditColumns}
      rowCount={PAGE_SIZE}
      hasSecondary
    />
  );
}

/** Who, on what, and how it ended, where the columns that say so have no room. */
function Secondary({ row }: { row: AuditRow }) {
  const words = [actorLabel(row), targetLabel(row)].filter(Boolean).join(" → ");
  return (
    <span className="flex items-center gap-2">
      {row.isPortal ? <PortalMark /> : null}
      {row.outcome === "success" ? null : <OutcomeBadge outcome={row.outcome} />}
      <span className="min-w-0 truncate">{words || "No actor"}</span>
    </span>
  );
}

function Nothing() {
  return (
    <span className="text-ink-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">None</span>
    </span>
  );
}
