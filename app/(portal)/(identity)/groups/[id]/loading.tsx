import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { MembersSkeleton } from "./members-table.tsx";

export default function Loading() {
  return (
    <div className="max-w-4xl">
      <div aria-hidden className="mb-5">
        <Skeleton className="mt-1 h-6 w-48" />
        <Skeleton className="mt-2 h-3.5 w-72 max-w-full" />
        <Skeleton className="mt-3 h-5 w-20" />
        <Skeleton className="mt-8 h-5 w-40" />
      </div>
      <DataTableScope>
        <MembersSkeleton />
      </DataTableScope>
    </div>
  );
}
