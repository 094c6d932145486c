import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { AuditTableSkeleton } from "./audit-table.tsx";

export default function AuditLoading() {
  return (
    <DataTableScope>
      <PageHeader title="Audit log" description="Who did what, when and from where." />
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 grow md:w-56 md:grow-0" />
        <Skeleton className="h-8 w-24 md:w-[38rem]" />
      </div>
      <AuditTableSkeleton />
    </DataTableScope>
  );
}
