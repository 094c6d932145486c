import { takeEvidence } from "#lib/governance/reviews/service";
import { isUuid } from "#lib/platform/db";
import { answerTo, PRIVATE, refusal } from "../../../answer.ts";

type Context = { params: Promise<{ id: string }> };

/** The signed file of a closed review, as it was signed; that somebody takes it is recorded. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerTo(request, async (actor) => {
    const { id: reviewId } = await params;
    if (!isUuid(reviewId))
      return refusal({ code: "not_found", message: "There is no such review." });
    const taken = await takeEvidence(actor, { reviewId });
    if (!taken.ok) return refusal(taken.error);
    return new Response(taken.data.document, {
      headers: {
        ...PRIVATE,
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": `attachment; filename="access-review-${reviewId}.json"`,
        "X-Content-Type-Options": "nosniff",
      },
    });
  });
}
