import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { UnusedFrame } from "./frame.tsx";
import { RolesSkeleton, RolesToolbar } from "./roles-table.tsx";

export default function Loading() {
  return (
    <UnusedFrame current="roles">
      <DataTableScope>
        <RolesToolbar />
        <RolesSkeleton />
      </DataTableScope>
    </UnusedFrame>
  );
}
