import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { RoleSkeleton } from "../role-skeleton.tsx";
import { PeopleSkeleton, PeopleToolbar } from "./people-table.tsx";

export default function Loading() {
  return (
    <RoleSkeleton>
      <DataTableScope>
        <PeopleToolbar />
        <PeopleSkeleton />
      </DataTableScope>
    </RoleSkeleton>
  );
}
