import { assignRole } from "../lib/access/assignments/service.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { requirePermission } from "../lib/authz/guard/grant.ts";
import { searchLines } from "../lib/governance/reviews/queries.ts";
import type { ReviewLine } from "../lib/governance/reviews/schema.ts";
import { decideLines, startReview } from "../lib/governance/reviews/service.ts";
import { dataOf } from "./data-of.ts";
import type { Factory } from "./factories.ts";
import { groupParts } from "./group-parts.ts";

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** What tests of reviews are made of; `admin` starts them. */
export function reviewParts(factory: Factory, admin: () => Actor) {
  const parts = groupParts(factory, admin);

  /** Somebody who can review access, and nothing else. */
  const reviewer = () => parts.holder(["review.decide"]);

  async function given(roleId: string, name = "Grace"): Promise<string> {
    const { id } = await factory.createUser(admin().tenantId, { roles: [], name });
    dataOf(await assignRole(admin(), { roleId, userId: id, reason: "Because of ticket 42" }));
    return id;
  }

  function started(
    scope: {
      scopeKind: "roles" | "groups" | "apps";
      scopeIds: string[];
      undecided?: "revoke" | "keep";
    },
    reviewerIds: string[],
    by = admin(),
  ) {
    const input = { name: "Autumn", deadline: inDays(7), ...scope, reviewerIds };
    return startReview(by, input);
  }

  /** A review of one role, by these reviewers. */
  async function ofRole(roleId: string, ...reviewers: Actor[]): Promise<string> {
    const scope = { scopeKind: "roles" as const, scopeIds: [roleId] };
    const ids = reviewers.map(({ id }) => id);
    return dataOf(await started(scope, ids)).reviewId;
  }

  async function linesOf(reviewId: string, filters = {}): Promise<ReviewLine[]> {
    const grant = await requirePermission(admin(), "review.read");
    const viewer = { sees: "all", grant, viewerId: admin().id } as const;
    return (await searchLines(viewer, reviewId, filters, { limit: 500 })).rows;
  }

  async function lineAbout(reviewId: string, id: string): Promise<ReviewLine> {
    const lines = await linesOf(reviewId);
    const found = lines.find(({ person, group }) => (person ?? group)?.id === id);
    if (!found) throw new Error("no line about them");
    return found;
  }

  const decided = (by: Actor, reviewId: string, lineIds: string[], part: Record<string, unknown>) =>
    decideLines(by, { reviewId, lineIds, ...part });

  /** Lets the deadline be over. */
  async function letLapse(reviewId: string): Promise<void> {
    await factory.query(
      "UPDATE reviews SET created_at = now() - interval '2 days', deadline = now() - interval '1 day' WHERE id = $1",
      [reviewId],
    );
  }

  async function holdersOf(roleId: string): Promise<string[]> {
    const rows = await factory.query<{ id: string }>(
      "SELECT user_id AS id FROM role_assignments WHERE role = $1 ORDER BY 1",
      [roleId],
    );
    return rows.map(({ id }) => id);
  }

  return {
    ...parts,
    reviewer,
    given,
    started,
    ofRole,
    linesOf,
    lineAbout,
    decided,
    letLapse,
    holdersOf,
  };
}
