import * as requests from "../../lib/governance/requests/service.ts";
import { closeReview } from "../../lib/governance/reviews/close.ts";
import * as reviews from "../../lib/governance/reviews/service.ts";
import * as separation from "../../lib/governance/separation/service.ts";
import { hours, roleIn, somebody } from "./access.ts";
import { type Attempt, idOf, pick, type Run, trying } from "./step.ts";

const minutes = [1, 60];
const reason = "Because.";

const request = ({ have, a }: Attempt) => {
  const requestId = idOf(have.requests, a);
  return requestId && { requestId };
};

const exception = ({ have, a }: Attempt) => {
  const exceptionId = idOf(have.exceptions, a);
  return exceptionId && { exceptionId };
};

/** Roles and permissions that those above the actor have together, so that a rule binds somebody. */
const apart = ["manager", "documents", "quiet", "strong", "day", "night"];
const apartToo = ["document.delete", "document.export", "order.cancel", "customer.read"];

function rule(attempt: Attempt) {
  const { a, b, c, at } = attempt;
  const roles = new Set([pick(apart, a), b % 3 === 0 ? roleIn(attempt, b) : pick(apart, b)]);
  const permissions = roles.size < 2 || b % 4 === 0 ? new Set([pick(apartToo, a + b)]) : new Set();
  return {
    name: `Rule ${at}`,
    kind: pick(["static", "dynamic", "dynamic"], c),
    limit: 2,
    roles: [...roles],
    permissions: [...permissions],
  };
}

/** One or two lines of a review. */
function lines({ have, a, b }: Attempt) {
  if (have.lines.length === 0) return null;
  const { id, reviewId } = pick(have.lines, a);
  const more = have.lines.filter((line) => line.reviewId === reviewId);
  return { reviewId, lineIds: [id, ...(b % 2 === 0 ? [pick(more, b).id] : [])] };
}

function reassigned(attempt: Attempt) {
  const of = lines(attempt);
  return (
    of && { ...of, reviewerId: pick([attempt.world.actor, attempt.world.admin], attempt.c).id }
  );
}

export const inGovernance: Record<string, Run> = {
  "governance/requests updateElevation": trying(requests.updateElevation, (attempt) => ({
    roleId: roleIn(attempt, attempt.a),
    requestMinutes: pick([null, 60], attempt.b),
    emergencyMinutes: pick([60, null], attempt.c),
  })),
  "governance/requests createRequest": trying(requests.createRequest, (attempt) => ({
    roleId: roleIn(attempt, attempt.a),
    minutes: pick(minutes, attempt.b),
    reason,
  })),
  "governance/requests withdrawRequest": trying(requests.withdrawRequest, request),
  "governance/requests approveRequest": trying(requests.approveRequest, request),
  "governance/requests refuseRequest": trying(requests.refuseRequest, (attempt) => {
    const of = request(attempt);
    return of && { ...of, comment: reason };
  }),
  "governance/requests endElevation": trying(requests.endElevation, request),
  "governance/requests giveBack": trying(requests.giveBack, request),
  "governance/requests breakGlass": trying(requests.breakGlass, (attempt) => ({
    roleId: roleIn(attempt, attempt.a),
    minutes: pick(minutes, attempt.b),
    reason,
  })),
  "governance/reviews startReview": trying(reviews.startReview, (attempt) => {
    const { world, have, a, b, c, at } = attempt;
    const [scopeKind, scopeId] = pick(
      [
        ["roles", roleIn(attempt, b)],
        ["groups", idOf(have.groups, b)],
        ["apps", pick(["todo", "document"], b)],
      ] as const,
      a,
    );
    if (scopeId === null) return null;
    return {
      name: `Review ${at}`,
      scopeKind,
      scopeIds: [scopeId],
      reviewerIds: pick(
        [
          [world.actor.id, world.admin.id],
          [world.admin.id, world.actor.id],
        ],
        c,
      ),
      deadline: hours(24),
    };
  }),
  "governance/reviews decideLines": trying(reviews.decideLines, (attempt) => {
    const of = lines(attempt);
    const decision = pick(["revoke", "revoke", "keep", "ask"], attempt.c);
    return of && { ...of, decision, comment: reason };
  }),
  "governance/reviews handOverLines": trying(reviews.handOverLines, reassigned),
  "governance/reviews reassignLines": trying(reviews.reassignLines, reassigned),
  /** With what the worker makes of it. */
  "governance/reviews endReview": async ({ actor, have, a, b }) => {
    const reviewId = idOf(have.reviews, a);
    if (reviewId === null) return null;
    const undecided = pick(["revoke", "keep"], b);
    const result = await reviews.endReview(actor, { reviewId, undecided });
    if (result.ok) await closeReview(actor.tenantId, reviewId);
    return { result };
  },
  "governance/separation createSodRule": trying(separation.createSodRule, rule),
  "governance/separation updateSodRule": trying(separation.updateSodRule, (attempt) => {
    if (attempt.have.rules.length === 0) return null;
    const { id: ruleId, updatedAt: basedOn } = pick(attempt.have.rules, attempt.c);
    return { ...rule(attempt), ruleId, basedOn };
  }),
  "governance/separation deleteSodRule": trying(separation.deleteSodRule, ({ have, a }) => {
    const ruleId = idOf(have.rules, a);
    return ruleId && { ruleId };
  }),
  "governance/separation askException": trying(separation.askException, (attempt) => {
    const ruleId = idOf(attempt.have.rules, attempt.a);
    return ruleId && { ruleId, userId: somebody(attempt, attempt.b), endsAt: hours(2), reason };
  }),
  "governance/separation approveException": trying(separation.approveException, exception),
  "governance/separation refuseException": trying(separation.refuseException, exception),
  "governance/separation endException": trying(separation.endException, exception),
  "governance/separation withdrawException": trying(separation.withdrawException, exception),
};
