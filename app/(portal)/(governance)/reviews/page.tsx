import type { Metadata } from "next";
import { Suspense } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import { listReviews } from "#lib/governance/reviews/queries";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { ReviewsFrame } from "./frame.tsx";
import { ReviewList } from "./review-list.tsx";
import { ReviewsSkeleton } from "./skeleton.tsx";
import { viewerOf } from "./viewer.ts";

export const metadata: Metadata = { title: "Access reviews" };

/** What seeing and deciding have in common is the module; the queries ask for theirs. */
export default permittedPage("module.reviews", async () => {
  const actor = await requireActor();
  const held = actor.permissions;
  return (
    <ReviewsFrame
      current="/reviews"
      canStart={held.has("review.create")}
      seesEvidence={held.has("review.read")}
    >
      <Suspense fallback={<ReviewsSkeleton />}>
        <Reviews actor={actor} />
      </Suspense>
    </ReviewsFrame>
  );
});

async function Reviews({ actor }: { actor: Actor }) {
  const reviews = await listReviews(await viewerOf(actor));
  if (reviews.length === 0) return <NoReviews canStart={actor.permissions.has("review.create")} />;
  const isOver = ({ state }: { state: string }) => state === "closed";
  return (
    <>
      <ReviewList
        title="Running"
        nothing="No review is running."
        rows={reviews.filter((review) => !isOver(review))}
      />
      <ReviewList title="Closed" nothing="No review is over yet." rows={reviews.filter(isOver)} />
    </>
  );
}

function NoReviews({ canStart }: { canStart: boolean }) {
  return (
    <EmptyState
      title={canStart ? "No reviews yet" : "Nothing to review"}
      action={canStart ? <ButtonLink href="/reviews/new">Start a review</ButtonLink> : null}
    >
      {canStart
        ? "Choose roles, groups or apps, and who decides line by line who keeps what."
        : "As soon as somebody asks you to review access, it is listed here."}
    </EmptyState>
  );
}
