import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ApiKeysSkeleton } from "./api-keys-table.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="API keys" description="Other programs send and read events with them." />
      <DataTableScope>
        <ApiKeysSkeleton />
      </DataTableScope>
    </>
  );
}
