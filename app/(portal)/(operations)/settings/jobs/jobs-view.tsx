"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import type { DeadJobPage, DeadJobRow } from "#lib/operations/jobs/schema";
import { retryJobAction } from "./actions.ts";
import { JobPanel } from "./job-panel.tsx";
import { JobsTable } from "./jobs-table.tsx";

type JobsViewProps = { page: DeadJobPage; canRetry: boolean };

/** The list and the job that is looked at: both can have it run again. */
export function JobsView({ page, canRetry }: JobsViewProps) {
  const [retrying, setRetrying] = useState<ReadonlySet<string>>(new Set());

  async function retry({ id, task }: DeadJobRow) {
    setRetrying((before) => new Set(before).add(id));
    await perform(() => retryJobAction({ jobId: id }), {
      done: `${task} is queued again`,
      failed: "The job was not queued again",
    });
    setRetrying((before) => new Set([...before].filter((each) => each !== id)));
  }

  const work = {
    isRetrying: (job: DeadJobRow) => retrying.has(job.id),
    onRetry: canRetry ? retry : null,
  };
  return (
    <>
      <JobsTable page={page} {...work} />
      <JobPanel rows={page.rows} {...work} />
    </>
  );
}
