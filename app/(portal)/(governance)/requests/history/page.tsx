import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import type { Grant } from "#lib/authz/guard/grant";
import { countRequests, searchRequests } from "#lib/governance/requests/queries";
import { requestFilters } from "#lib/governance/requests/schema";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one, usableCursor } from "../../../../page-params.ts";
import { RequestsFrame } from "../frame.tsx";
import { HistorySkeleton, HistoryTable } from "./history-table.tsx";
import { HistoryToolbar } from "./history-toolbar.tsx";

export const metadata: Metadata = { title: "Request history" };

const PAGE_SIZE = 50;
const MAX_TEXT_LENGTH = 200;

type Params = Record<string, string | string[] | undefined>;
type HistoryPageProps = { searchParams: Promise<Params> };

export default permittedPage("access_request.read", async (grant, props: HistoryPageProps) => {
  const [actor, query] = await Promise.all([requireActor(), props.searchParams]);
  const counts = countRequests(grant);
  return (
    <RequestsFrame
      held={actor.permissions}
      current="/requests/history"
      waiting={(await counts).state.pending}
    >
      <DataTableScope>
        <HistoryToolbar counts={counts} />
        <Suspense fallback={<HistorySkeleton />}>
          <Found grant={grant} query={query} />
        </Suspense>
      </DataTableScope>
    </RequestsFrame>
  );
});

type FoundProps = { grant: Grant<"access_request.read">; query: Params };

async function Found({ grant, query }: FoundProps) {
  const cursor = usableCursor(query.cursor);
  const text = one(query.text)?.slice(0, MAX_TEXT_LENGTH);
  // A damaged link shows the whole list.
  const chosen = requestFilters.safeParse({ state: query.state, kind: query.kind });
  const filters = { ...chosen.data, text };
  const page = await searchRequests(grant, filters, { cursor, limit: PAGE_SIZE });
  const isFiltered = [filters.state, filters.kind, text, cursor].some(Boolean);
  return <HistoryTable page={page} isFiltered={isFiltered} />;
}
