import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { countPersonUses } from "#lib/governance/unused/queries";
import { searchUsers } from "#lib/identity/users/queries";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one, usableCursor } from "../../../../page-params.ts";
import { UnusedFrame } from "../frame.tsx";
import { daysOf, type SearchParams } from "../params.ts";
import { PeopleSkeleton, PeopleTable, PeopleToolbar } from "./people-table.tsx";

export const metadata: Metadata = { title: "Unused access of people" };

const PAGE_SIZE = 50;
const MAX_TEXT_LENGTH = 200;

type PageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("access_usage.read", async (grant, { searchParams }: PageProps) => {
  const params = await searchParams;
  return (
    <UnusedFrame current="people" days={daysOf(params.days)}>
      <DataTableScope>
        <PeopleToolbar />
        <Suspense fallback={<PeopleSkeleton />}>
          <People grant={grant} params={params} />
        </Suspense>
      </DataTableScope>
    </UnusedFrame>
  );
});

type PeopleProps = { grant: Grant<"access_usage.read">; params: SearchParams };

async function People({ grant, params }: PeopleProps) {
  const days = daysOf(params.days);
  const text = one(params.text)?.slice(0, MAX_TEXT_LENGTH);
  const users = await requirePermission(await requireActor(), "user.read");
  const page = await searchUsers(
    users,
    { text, status: ["active"] },
    { cursor: usableCursor(params.cursor), limit: PAGE_SIZE },
  );
  const ids = page.rows.map(({ id }) => id);
  const uses = await countPersonUses(grant, ids, days);
  const rows = page.rows.map(({ id, name, email }, index) => {
    const { usedCount = 0, lastUsedAt = null } = uses[index] ?? {};
    return { id, name, email, usedCount, lastUsedAt };
  });
  return <PeopleTable {...page} rows={rows} days={days} isFiltered={text !== undefined} />;
}
