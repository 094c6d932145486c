import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import type { Grant } from "#lib/authz/guard/grant";
import { listRoleUsage } from "#lib/governance/unused/queries";
import type { UsageDays } from "#lib/governance/unused/schema";
import { permittedPage } from "../../../actor.tsx";
import { one } from "../../../page-params.ts";
import { UnusedFrame } from "./frame.tsx";
import { NothingRecorded } from "./nothing-recorded.tsx";
import { daysOf, rolesPage, type SearchParams, sortOf } from "./params.ts";
import { isShort } from "./recorded.ts";
import { RecordedNote } from "./recorded-note.tsx";
import { RolesSkeleton, RolesTable, RolesToolbar } from "./roles-table.tsx";

export const metadata: Metadata = { title: "Unused access" };

type PageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("access_usage.read", async (grant, { searchParams }: PageProps) => {
  const params = await searchParams;
  const days = daysOf(params.days);
  return (
    <UnusedFrame current="roles" days={days}>
      <DataTableScope>
        <RolesToolbar />
        <Suspense fallback={<RolesSkeleton />}>
          <Roles grant={grant} days={days} params={params} />
        </Suspense>
      </DataTableScope>
    </UnusedFrame>
  );
});

type RolesProps = { grant: Grant<"access_usage.read">; days: UsageDays; params: SearchParams };

async function Roles({ grant, days, params }: RolesProps) {
  const { rows, recordedSince, asOf } = await listRoleUsage(grant, days);
  if (recordedSince === null) return <NothingRecorded />;
  const text = one(params.text);
  const page = rolesPage(rows, { text, sort: sortOf(params.sort), cursor: one(params.cursor) });
  return (
    <>
      <RecordedNote
        since={recordedSince}
        days={days}
        isShort={isShort(recordedSince, days, Date.now())}
        asOf={asOf}
      />
      <RolesTable page={page} isFiltered={text !== undefined} />
    </>
  );
}
