import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { UsersSkeleton } from "./users-table.tsx";

export default function Loading() {
  return (
    <DataTableScope>
      <PageHeader
        title="People"
        description="Who may log in here, and what roles and groups give them."
      />
      <Skeleton className="mb-4 h-5 w-44" />
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 grow md:w-56 md:grow-0" />
        <Skeleton className="h-8 w-24 md:w-64" />
      </div>
      <UsersSkeleton />
    </DataTableScope>
  );
}
