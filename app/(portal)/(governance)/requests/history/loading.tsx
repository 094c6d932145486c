import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { HistorySkeleton } from "./history-table.tsx";

export default function Loading() {
  return (
    <DataTableScope>
      <PageHeader
        title="Requests"
        description="Roles for a limited time: asked for and approved, or taken in an emergency."
      />
      <Skeleton className="mb-4 h-5 w-36" />
      <Skeleton className="mb-5 h-9 w-64" />
      <Skeleton className="mb-3 h-8 w-full md:w-56" />
      <HistorySkeleton />
    </DataTableScope>
  );
}
