"use client";

import { CircleAlert } from "lucide-react";
import type { DataColumn } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Num } from "#components/ui/num.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DeadJobPage, DeadJobRow } from "#lib/operations/jobs/schema";

/** The job in the side panel. */
export const PANEL_PARAM = "job";

const TABLE_ID = "jobs";
const LABEL = "Background jobs";

const task = { id: "task", header: "Job", priority: 1, isPrimary: true } as const;
const error = { id: "error", header: "Last error" } as const;
const attempts = {
  id: "attempts",
  header: "Attempts",
  width: "w-24",
  align: "right",
  priority: 3,
} as const;
const failed = { id: "failed", header: "Failed", width: "w-38" } as const;
const state = { id: "state", header: "State", width: "w-24" } as const;
const action = {
  id: "action",
  header: "Action",
  width: "w-24",
  align: "right",
  priority: 1,
} as const;

export type RetryProps = {
  isRetrying: (job: DeadJobRow) => boolean;
  /** Null for who may not. */
  onRetry: ((job: DeadJobRow) => Promise<void>) | null;
};

function columnsWith(retry: RetryProps): DataColumn<DeadJobRow>[] {
  return [
    {
      ...task,
      cell: (job) => (
        <span className="font-mono text-xs" title={job.task}>
          {job.task}
        </span>
      ),
    },
    { ...error, cell: (job) => <span title={job.lastError}>{firstLine(job.lastError)}</span> },
    { ...attempts, cell: (job) => <Num value={job.attempts} /> },
    { ...failed, cell: (job) => <RelativeTime value={job.createdAt} className="text-ink-muted" /> },
    { ...state, cell: (job) => <JobState job={job} /> },
    { ...action, cell: (job) => <RetryButton job={job} {...retry} /> },
  ];
}

export function JobState({ job }: { job: DeadJobRow }) {
  if (job.retriedAt !== null) return <Badge>Retried</Badge>;
  return (
    <Badge tone="danger" icon={<CircleAlert aria-hidden />}>
      Dead
    </Badge>
  );
}

function RetryButton({ job, isRetrying, onRetry }: RetryProps & { job: DeadJobRow }) {
  if (job.retriedAt !== null || onRetry === null) return null;
  return (
    <Button
      size="sm"
      aria-label={`Retry ${job.task}`}
      pending={isRetrying(job)}
      onClick={() => void onRetry(job)}
    >
      Retry
    </Button>
  );
}

/** What went wrong, without the stack that follows. */
function firstLine(text: string): string {
  return text.trimStart().split("\n", 1)[0] ?? "";
}

export function JobsSkeleton() {
  return (
    <DataTableSkeleton
      id={TABLE_ID}
      label={LABEL}
      columns={[task, error, attempts, failed, state, action]}
      rowCount={4}
      hasSecondary
    />
  );
}

export function JobsTable({ page, ...retry }: RetryProps & { page: DeadJobPage }) {
  return (
    <DataTable
      id={TABLE_ID}
      label={LABEL}
      rows={page.rows}
      rowId={(job) => job.id}
      columns={columnsWith(retry)}
      nextCursor={page.nextCursor}
      previousCursor={page.previousCursor}
      panelParam={PANEL_PARAM}
      secondary={(job) => <Secondary job={job} />}
      isFiltered={false}
      empty={
        <EmptyState title="No job has failed for good">
          A job whose last attempt fails appears here, with its error and a button to run it again.
        </EmptyState>
      }
      pagerLabels={{ first: "Newest", previous: "Newer", next: "Older" }}
    />
  );
}

/** State and error, where the columns that say so have no room. */
function Secondary({ job }: { job: DeadJobRow }) {
  return (
    <span className="flex items-center gap-2">
      <JobState job={job} />
      <span className="min-w-0 truncate">{firstLine(job.lastError)}</span>
    </span>
  );
}
