import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { LinesSkeleton } from "./lines-view.tsx";

export default function Loading() {
  return (
    <DataTableScope>
      <Skeleton className="mb-2 h-7 w-64" />
      <Skeleton className="mb-4 h-4 w-80 max-w-full" />
      <Skeleton className="mb-4 h-5 w-36" />
      <Skeleton className="mb-5 h-24 w-full" />
      <Skeleton className="mb-3 h-8 w-full md:w-56" />
      <LinesSkeleton />
    </DataTableScope>
  );
}
