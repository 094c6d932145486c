import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { description } from "./resources-frame.tsx";
import { ResourcesSkeleton } from "./resources-table.tsx";

export default function Loading() {
  return (
    <DataTableScope>
      <PageHeader title="Resources" description={description} />
      <Skeleton className="mb-4 h-5 w-48" />
      <Skeleton className="mb-4 h-9 w-full" />
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 grow md:w-56 md:grow-0" />
        <Skeleton className="h-8 w-24" />
      </div>
      <ResourcesSkeleton />
    </DataTableScope>
  );
}
