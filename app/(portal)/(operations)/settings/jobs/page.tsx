import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import type { Grant } from "#lib/authz/guard/grant";
import { searchDeadJobs } from "#lib/operations/jobs/queries";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { usableCursor } from "../../../../page-params.ts";
import { JobsSkeleton } from "./jobs-table.tsx";
import { JobsView } from "./jobs-view.tsx";

export const metadata: Metadata = { title: "Background jobs" };

const PAGE_SIZE = 50;

type Params = Record<string, string | string[] | undefined>;
type JobsPageProps = { searchParams: Promise<Params> };

export default permittedPage("job.read", async (grant, { searchParams }: JobsPageProps) => {
  const [{ permissions }, params] = await Promise.all([requireActor(), searchParams]);
  return (
    <>
      <PageHeader
        title="Background jobs"
        description="Jobs that failed for good: no further attempt is made unless somebody asks for one."
      />
      <DataTableScope>
        <Suspense fallback={<JobsSkeleton />}>
          <Jobs
            grant={grant}
            cursor={usableCursor(params.cursor)}
            canRetry={permissions.has("job.retry")}
          />
        </Suspense>
      </DataTableScope>
    </>
  );
});

type JobsProps = { grant: Grant<"job.read">; cursor: string | undefined; canRetry: boolean };

async function Jobs({ grant, cursor, canRetry }: JobsProps) {
  const page = await searchDeadJobs(grant, { cursor, limit: PAGE_SIZE });
  return <JobsView page={page} canRetry={canRetry} />;
}
