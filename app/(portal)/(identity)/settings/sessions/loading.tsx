import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SessionsSkeleton, SessionsToolbar } from "./sessions-table.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Everyone who is logged in. Ending a session logs that device out within a second."
      />
      <DataTableScope>
        <SessionsToolbar />
        <SessionsSkeleton />
      </DataTableScope>
    </>
  );
}
