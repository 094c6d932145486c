import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { AlertsSkeleton } from "./alerts-table.tsx";

export default function AlertsLoading() {
  return (
    <DataTableScope>
      <PageHeader title="Alerts" description="What looks wrong in the audit log, newest first." />
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 w-46" />
        <Skeleton className="h-8 w-24 md:w-48" />
      </div>
      <AlertsSkeleton />
    </DataTableScope>
  );
}
