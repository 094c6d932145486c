import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import { searchLines } from "#lib/governance/reviews/queries";
import { lineFilters, type ReviewDetail } from "#lib/governance/reviews/schema";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one, usableCursor } from "../../../../page-params.ts";
import { viewerOf } from "../viewer.ts";
import { LinesToolbar } from "./lines-toolbar.tsx";
import { LinesSkeleton, LinesView } from "./lines-view.tsx";
import { loadReview } from "./load-review.ts";
import { ReviewHeader } from "./review-header.tsx";

export const metadata: Metadata = { title: "Access review" };

const PAGE_SIZE = 100;
const MAX_TEXT_LENGTH = 200;

type Params = Record<string, string | string[] | undefined>;
type ReviewPageProps = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export default permittedPage("module.reviews", async (_grant, props: ReviewPageProps) => {
  const [actor, { id }, query] = await Promise.all([
    requireActor(),
    props.params,
    props.searchParams,
  ]);
  const review = await loadReview(id);
  const held = actor.permissions;
  return (
    <>
      <ReviewHeader
        review={review}
        canEnd={held.has("review.create")}
        seesEvidence={held.has("review.read")}
      />
      <DataTableScope>
        <LinesToolbar review={review} ownId={actor.id} />
        <Suspense fallback={<LinesSkeleton />}>
          <Lines actor={actor} review={review} query={query} />
        </Suspense>
      </DataTableScope>
    </>
  );
});

type LinesProps = { actor: Actor; review: ReviewDetail; query: Params };

async function Lines({ actor, review, query }: LinesProps) {
  const { id, name, state, deadline } = review;
  const cursor = usableCursor(query.cursor);
  const text = one(query.text)?.slice(0, MAX_TEXT_LENGTH);
  // A damaged link shows the whole list.
  const chosen = lineFilters.safeParse({
    state: query.state,
    use: query.use,
    reviewer: query.reviewer,
  });
  const filters = { ...chosen.data, text };
  const viewer = await viewerOf(actor);
  const page = await searchLines(viewer, id, filters, { cursor, limit: PAGE_SIZE });
  return (
    <LinesView
      page={page}
      reviewing={{
        review: { id, name, state, deadline },
        ownId: actor.id,
        canManage: actor.permissions.has("review.create"),
        canDecide: actor.permissions.has("review.decide"),
      }}
      isFiltered={[...Object.values(filters), cursor].some(Boolean)}
    />
  );
}
