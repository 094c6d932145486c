import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { GrantsSkeleton } from "./grants-table.tsx";

export default function Loading() {
  return (
    <DataTableScope>
      <PageHeader
        title="Grants"
        description="What people and groups were given, or denied, on single resources."
      />
      <Skeleton className="mb-4 h-5 w-40" />
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 grow md:w-56 md:grow-0" />
        <Skeleton className="h-8 w-24 md:w-96" />
      </div>
      <GrantsSkeleton />
    </DataTableScope>
  );
}
