"use client";

import Link from "next/link";
import { reachingWords } from "#components/access/radius.ts";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Num } from "#components/ui/num.tsx";
import type { HeldUsage } from "#lib/governance/unused/schema";
import { LastUse } from "../../last-use.tsx";

function columnsFor(query: string): readonly DataColumn<HeldUsage>[] {
  return [
    {
      id: "permission",
      header: "May",
      priority: 1,
      isPrimary: true,
      cell: (row) => <Permission row={row} />,
    },
    {
      id: "by",
      header: "By",
      width: "w-56",
      cell: (row) => <By row={row} query={query} />,
    },
    {
      id: "count",
      header: "Times",
      width: "w-20",
      align: "right",
      cell: ({ count }) => <Num value={count} />,
    },
    {
      id: "last",
      header: "Last use",
      width: "w-32 @2xl:w-44",
      priority: 1,
      cell: ({ lastUsedAt }) => <LastUse at={lastUsedAt} />,
    },
  ];
}

function Permission({ row }: { row: HeldUsage }) {
  const words = reachingWords(row);
  return (
    <span className="flex items-center gap-2 py-1.5">
      <span className="min-w-0 truncate" title={words}>
        {words}
      </span>
      {row.isNeeded ? null : (
        <Badge tone="warning" className="hidden @2xl:inline-flex">
          Unused
        </Badge>
      )}
    </span>
  );
}

function By({ row: { roles }, query }: { row: HeldUsage; query: string }) {
  if (roles.length === 0) return <span className="text-ink-muted">A grant</span>;
  return (
    <span className="text-ink-muted" title={roles.map(({ name }) => name).join(", ")}>
      {roles.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 ? ", " : ""}
          <Link href={`/unused/roles/${id}${query}`} className="underline underline-offset-2">
            {name}
          </Link>
        </span>
      ))}
    </span>
  );
}

/** What somebody may do, what they have not used for longest first. */
export function HeldTable({ rows, query }: { rows: readonly HeldUsage[]; query: string }) {
  return (
    <DataTable
      id="unused-held"
      label="What the person may do"
      rows={rows}
      rowId={({ permission, reach }) => `${permission} ${reach}`}
      columns={columnsFor(query)}
      secondary={({ roles, isNeeded }) => {
        const by = roles.map(({ name }) => name).join(", ") || "A grant";
        return isNeeded ? by : `Unused · ${by}`;
      }}
      nextCursor={null}
      previousCursor={null}
      isFiltered={false}
      empty={
        <EmptyState title="May do nothing">
          This person has no role and no grant that allows anything.
        </EmptyState>
      }
    />
  );
}
