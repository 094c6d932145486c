import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { GroupsSkeleton } from "./groups-table.tsx";

export default function Loading() {
  return (
    <DataTableScope>
      <PageHeader
        title="Groups"
        description="People who get the same roles: put together by hand, or chosen by a rule."
      />
      <Skeleton className="mb-4 h-5 w-36" />
      <Skeleton className="mb-3 h-8 w-full md:w-56" />
      <GroupsSkeleton />
    </DataTableScope>
  );
}
