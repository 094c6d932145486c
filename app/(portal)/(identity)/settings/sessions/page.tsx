import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { searchSessions } from "#lib/identity/sessions/queries";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one, usableCursor } from "../../../../page-params.ts";
import { SessionsSkeleton, SessionsTable, SessionsToolbar } from "./sessions-table.tsx";

export const metadata: Metadata = { title: "Sessions" };

const PAGE_SIZE = 50;
const MAX_TEXT_LENGTH = 200;

type Params = Record<string, string | string[] | undefined>;
type SessionsPageProps = { searchParams: Promise<Params> };

export default permittedPage("session.read", async (grant, { searchParams }: SessionsPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Everyone who is logged in. Ending a session logs that device out within a second."
      />
      <DataTableScope>
        <SessionsToolbar />
        <Suspense fallback={<SessionsSkeleton />}>
          <Sessions grant={grant} actor={actor} params={params} />
        </Suspense>
      </DataTableScope>
    </>
  );
});

type SessionsProps = { grant: Grant<"session.read">; actor: Actor; params: Params };

async function Sessions({ grant, actor, params }: SessionsProps) {
  const text = one(params.text)?.slice(0, MAX_TEXT_LENGTH);
  const paging = { cursor: usableCursor(params.cursor), limit: PAGE_SIZE };
  const page = await searchSessions(grant, text ? { text } : {}, paging);
  return (
    <SessionsTable
      page={page}
      currentId={actor.sessionId}
      canRevoke={actor.permissions.has("session.revoke")}
      isFiltered={text !== undefined}
    />
  );
}
