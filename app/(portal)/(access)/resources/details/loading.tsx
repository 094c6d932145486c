import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ResourcesSkeleton } from "../resources-table.tsx";

export default function Loading() {
  return (
    <DataTableScope>
      <Skeleton className="mb-4 h-5 w-40" />
      <Skeleton className="mb-2 h-7 w-64 max-w-full" />
      <Skeleton className="mb-5 w-48" />
      <Skeleton className="mb-6 h-36 w-full max-w-4xl" />
      <ResourcesSkeleton />
    </DataTableScope>
  );
}
