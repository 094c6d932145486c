import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { JobsSkeleton } from "./jobs-table.tsx";

export default function JobsLoading() {
  return (
    <>
      <PageHeader
        title="Background jobs"
        description="Jobs that failed for good: no further attempt is made unless somebody asks for one."
      />
      <DataTableScope>
        <JobsSkeleton />
      </DataTableScope>
    </>
  );
}
