import type { Metadata } from "next";
import { PageHeader } from "#components/shell/page-header.tsx";
import { listScopes } from "#lib/governance/reviews/queries";
import { permittedPage } from "../../../../actor.tsx";
import { NewReview } from "./new-review.tsx";

export const metadata: Metadata = { title: "Start a review" };

export default permittedPage("review.create", async (grant) => (
  <>
    <PageHeader
      title="Start a review"
      description="Who has what at this moment becomes its lines. You can start it only over what you could revoke yourself."
    />
    <NewReview choices={await listScopes(grant)} />
  </>
));
