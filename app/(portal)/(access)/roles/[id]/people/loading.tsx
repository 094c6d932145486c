import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PeopleToolbar } from "../../../../(identity)/person-picker/people-toolbar.tsx";
import { RoleSkeleton } from "../role-skeleton.tsx";
import { PeopleSkeleton } from "./people-table.tsx";

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
