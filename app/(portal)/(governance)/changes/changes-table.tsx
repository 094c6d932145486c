"use client";

import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { peopleOf } from "#components/ui/format-number.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import type { ChangePage, ChangeRow } from "#lib/governance/changes/schema";
import { PANEL_PARAM } from "./filters.ts";
import { byLabel, targetLabel, targetType } from "./labels.ts";

export const CHANGES_TABLE_ID = "changes";
const LABEL = "Changes of access";

export const changeColumns: readonly DataColumn<ChangeRow>[] = [
  {
    id: "time",
    header: "Time",
    width: "w-34",
    priority: 1,
    cell: (row) => <RelativeTime value={row.at} className="text-ink-muted" />,
  },
  {
    id: "by",
    header: "By",
    width: "w-40",
    priority: 3,
    cell: (row) => <span title={row.by?.id}>{byLabel(row)}</span>,
  },
  {
    id: "what",
    header: "What",
    priority: 1,
    isPrimary: true,
    cell: (row) => (
      <span className="font-medium" title={row.action}>
        {visibleText(row.what)}
      </span>
    ),
  },
  {
    id: "target",
    header: "Of whom or what",
    cell: (row) =>
      row.target ? (
        <span title={`${targetType(row.target.type)} ${row.target.id}`}>{targetLabel(row)}</span>
      ) : (
        <Nothing />
      ),
  },
  {
    id: "why",
    header: "Why",
    priority: 3,
    cell: (row) =>
      row.reason ? (
        <span className="text-ink-muted" title={row.reason}>
          {visibleText(row.reason)}
        </span>
      ) : (
        <Nothing />
      ),
  },
  {
    id: "people",
    header: "Reached",
    width: "w-28",
    align: "right",
    cell: (row) => <Reached count={row.peopleCount} />,
  },
];

/** How many people's access it altered. */
function Reached({ count }: { count: number | null }) {
  if (count === null) return <Nothing />;
  if (count === 0) return <span className="text-ink-muted">Nobody</span>;
  return peopleOf(count);
}

type ChangesTableProps = { page: ChangePage; isFiltered: boolean };

export function ChangesTable({ page, isFiltered }: ChangesTableProps) {
  return (
    <DataTable
      id={CHANGES_TABLE_ID}
      label={LABEL}
      rows={page.rows}
      rowId={(row) => row.id}
      columns={changeColumns}
      nextCursor={page.nextCursor}
      previousCursor={page.previousCursor}
      panelParam={PANEL_PARAM}
      secondary={(row) => [targetLabel(row), `by ${byLabel(row)}`].filter(Boolean).join(" · ")}
      empty={
        <EmptyState kind="nothing-yet" title="No changes yet">
          As soon as somebody gives a role, changes a group or adds a person, it stands here.
        </EmptyState>
      }
      isFiltered={isFiltered}
      pagerLabels={{ first: "Newest", previous: "Newer", next: "Older" }}
    />
  );
}

export function ChangesSkeleton() {
  return (
    <DataTableSkeleton
      id={CHANGES_TABLE_ID}
      label={LABEL}
      columns={changeColumns}
      rowCount={12}
      hasSecondary
    />
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
