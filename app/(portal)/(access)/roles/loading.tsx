import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { RolesHelp } from "./roles-help.tsx";
import { RolesSkeleton, RolesToolbar } from "./roles-table.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader
        title="Roles"
        description="What people may do. A change reaches everybody who has the role within a second."
      />
      <RolesHelp />
      <DataTableScope>
        <RolesToolbar />
        <RolesSkeleton />
      </DataTableScope>
    </>
  );
}
