"use client";

import { SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { CURSOR_PARAM } from "#components/data-table/list-url.ts";
import { PanelActions, useLastId } from "#components/data-table/panel-actions.tsx";
import { TableLink } from "#components/data-table/table-link.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-style.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Fact, FactList } from "#components/ui/fact-list.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import type { DeadJobRow } from "#lib/operations/jobs/schema";
import { JobState, PANEL_PARAM, type RetryProps } from "./jobs-table.tsx";

type JobPanelProps = RetryProps & { rows: readonly DeadJobRow[] };

/** The job that the URL names, beside the list. The list's rows hold all there is to know. */
export function JobPanel({ rows, isRetrying, onRetry }: JobPanelProps) {
  const panel = usePanel(PANEL_PARAM);
  const shownId = useLastId(panel.id);
  const job = rows.find((row) => row.id === shownId);
  return (
    <SidePanel
      open={panel.id !== null}
      title={job ? <span className="font-mono text-sm">{job.task}</span> : "Background job"}
      onClose={panel.close}
      actions={<PanelActions noun="job" param={PANEL_PARAM} shownId={shownId} panel={panel} />}
      footer={
        job && job.retriedAt === null && onRetry ? (
          <Button variant="primary" pending={isRetrying(job)} onClick={() => void onRetry(job)}>
            Retry
          </Button>
        ) : null
      }
    >
      {job ? <JobDetails job={job} /> : <NotOnThisPage />}
    </SidePanel>
  );
}

function JobDetails({ job }: { job: DeadJobRow }) {
  return (
    <div className="flex flex-col gap-6">
      <FactList>
        <Fact term="State">
          <JobState job={job} />
        </Fact>
        <Fact term="Failed">
          <AbsoluteTime value={job.createdAt} />
        </Fact>
        <Fact term="Attempts">
          <span className="tabular-nums">{job.attempts}</span>
        </Fact>
        {job.retriedAt ? (
          <Fact term="Retried">
            <AbsoluteTime value={job.retriedAt} />
          </Fact>
        ) : null}
      </FactList>
      <CopyableText title="Last error" text={job.lastError} label="error" />
      <CopyableText title="Payload" text={job.payload} label="payload" />
    </div>
  );
}

type CopyableTextProps = { title: string; text: string; label: string };

/** Wraps rather than scrolls: a scrolling box would take the focus. */
function CopyableText({ title, text, label }: CopyableTextProps) {
  return (
    <section>
      <div className="mb-1.5 flex items-center justify-between">
        <h3 className="font-medium text-sm">{title}</h3>
        <CopyButton text={text} label={label} />
      </div>
      <pre className="whitespace-pre-wrap rounded-md border bg-surface px-3 py-2 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        {text}
      </pre>
    </section>
  );
}

function NotOnThisPage() {
  const isDeep = useSearchParams().has(CURSOR_PARAM);
  return (
    <EmptyState
      icon={<SearchX />}
      title="This job is not on this page"
      action={
        isDeep ? (
          <TableLink changes={{ [CURSOR_PARAM]: null }} className={buttonClass({})}>
            Go to the first page
          </TableLink>
        ) : null
      }
    >
      It stands on another page of the list, belongs to another tenant, or the link is incomplete.
    </EmptyState>
  );
}
