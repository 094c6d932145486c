import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SessionsSkeleton, SessionsToolbar } from "./sessions-table.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Everyone who is signed in. Ending a session signs that device out within a second."
      />
      <DataTableScope>
        <SessionsToolbar />
        <SessionsSkeleton />
      </DataTableScope>
    </>
  );
}
