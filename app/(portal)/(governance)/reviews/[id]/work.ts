import type { ReviewDetail, ReviewLine } from "#lib/governance/reviews/schema";

/** Who looks at a review, and what they may do with its lines. */
export type Reviewing = {
  review: Pick<ReviewDetail, "id" | "name" | "state" | "deadline">;
  ownId: string;
  /** May give lines to other reviewers, whoever has them. */
  canManage: boolean;
  /** May keep, revoke and ask, where they are the reviewer. */
  canDecide: boolean;
};

/** Whether anything can still be done with a line. */
export function isOpen({ review }: Reviewing, { outcome }: ReviewLine): boolean {
  return review.state === "running" && outcome !== "revoked" && outcome !== "gone";
}

/** Whether whoever looks has to decide the line. */
export function isForMe(reviewing: Reviewing, line: ReviewLine): boolean {
  const isAssigned = reviewing.canDecide && line.reviewer.id === reviewing.ownId;
  return isOpen(reviewing, line) && isAssigned && !line.isOwn;
}

/** Whether whoever looks can give the line to somebody else. */
export function canReassign(reviewing: Reviewing, line: ReviewLine): boolean {
  const isAssigned = reviewing.canDecide && line.reviewer.id === reviewing.ownId;
  return isOpen(reviewing, line) && (reviewing.canManage || isAssigned);
}
