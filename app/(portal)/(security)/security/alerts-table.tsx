"use client";

import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { Num } from "#components/ui/num.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import type { AlertPage, AlertRow } from "#lib/security/alerts/schema";
import { PANEL_PARAM } from "./filters.ts";
import { type NoAlerts, NoAlertsState } from "./no-alerts.tsx";
import { SeverityBadge } from "./severity-badge.tsx";
import { StateMark } from "./state-mark.tsx";

export const ALERTS_TABLE_ID = "alerts";
const LABEL = "Alerts";

export const alertColumns: readonly DataColumn<AlertRow>[] = [
  {
    id: "severity",
    header: "Severity",
    width: "w-28",
    priority: 1,
    cell: (row) => <SeverityBadge severity={row.severity} />,
  },
  {
    id: "title",
    header: "Alert",
    priority: 1,
    isPrimary: true,
    cell: (row) => (
      <span className={row.state === "resolved" ? "" : "font-medium"} title={row.title}>
        {visibleText(row.title)}
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    width: "w-48",
    cell: (row) => <StateMark state={row.state} verdict={row.verdict} />,
  },
  {
    id: "events",
    header: "Events",
    width: "w-20",
    align: "right",
    priority: 3,
    cell: (row) => <Num value={row.eventCount} />,
  },
  {
    id: "last",
    header: "Last event",
    width: "w-38",
    cell: (row) => <RelativeTime value={row.lastEventAt} className="text-ink-muted" />,
  },
  {
    id: "raised",
    header: "Raised",
    width: "w-38",
    priority: 3,
    cell: (row) => <RelativeTime value={row.createdAt} className="text-ink-muted" />,
  },
];

type AlertsTableProps = {
  page: AlertPage;
  isFiltered: boolean;
  /** Why there may be no rows when nothing was filtered out. */
  noAlerts: NoAlerts;
};

export function AlertsTable({ page, isFiltered, noAlerts }: AlertsTableProps) {
  return (
    <DataTable
      id={ALERTS_TABLE_ID}
      label={LABEL}
      rows={page.rows}
      rowId={(row) => row.id}
      columns={alertColumns}
      nextCursor={page.nextCursor}
      previousCursor={page.previousCursor}
      panelParam={PANEL_PARAM}
      secondary={(row) => <Secondary row={row} />}
      empty={<NoAlertsState reason={noAlerts} />}
      isFiltered={isFiltered}
      pagerLabels={{ first: "Newest", previous: "Newer", next: "Older" }}
    />
  );
}

export function AlertsSkeleton() {
  return (
    <DataTableSkeleton
      id={ALERTS_TABLE_ID}
      label={LABEL}
      columns={alertColumns}
      rowCount={12}
      hasSecondary
    />
  );
}

/** Where it stands and since when, where the columns that say so have no room. */
function Secondary({ row }: { row: AlertRow }) {
  return (
    <span className="flex items-center gap-2">
      <StateMark state={row.state} verdict={row.verdict} />
      <RelativeTime value={row.lastEventAt} className="min-w-0 truncate" />
    </span>
  );
}
