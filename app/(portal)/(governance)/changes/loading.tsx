import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ChangesHelp } from "./changes-help.tsx";
import { ChangesSkeleton } from "./changes-table.tsx";
import { description, title } from "./frame.ts";

export default function ChangesLoading() {
  return (
    <DataTableScope>
      <PageHeader title={title} description={description} />
      <ChangesHelp />
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 w-24 md:w-[38rem]" />
      </div>
      <ChangesSkeleton />
    </DataTableScope>
  );
}
