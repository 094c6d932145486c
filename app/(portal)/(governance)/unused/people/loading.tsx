import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { UnusedFrame } from "../frame.tsx";
import { PeopleSkeleton, PeopleToolbar } from "./people-table.tsx";

export default function Loading() {
  return (
    <UnusedFrame current="people">
      <DataTableScope>
        <PeopleToolbar />
        <PeopleSkeleton />
      </DataTableScope>
    </UnusedFrame>
  );
}
