import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import type { Viewer } from "#lib/governance/reviews/queries";

/** What somebody sees of reviews: all of them, or what they have to decide. */
export async function viewerOf(actor: Actor): Promise<Viewer> {
  const viewerId = actor.id;
  if (actor.permissions.has("review.read")) {
    return { sees: "all", grant: await requirePermission(actor, "review.read"), viewerId };
  }
  return { sees: "own", grant: await requirePermission(actor, "review.decide"), viewerId };
}
