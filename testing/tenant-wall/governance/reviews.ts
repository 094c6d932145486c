import { expect } from "vitest";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { closeReview } from "../../../lib/governance/reviews/close.ts";
import {
  getReview,
  isAskedSomething,
  listOwnQuestions,
  listReviewKeys,
  listReviews,
  listScopes,
  searchLines,
  searchReviewers,
} from "../../../lib/governance/reviews/queries.ts";
import {
  answerQuestion,
  decideLines,
  endReview,
  handOverLines,
  reassignLines,
  startReview,
  takeEvidence,
} from "../../../lib/governance/reviews/service.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, inAnHour, makeRole, notFound, type Probes } from "../wall.ts";

export const reviews: Probes = {
  "governance/reviews/queries.listReviews": async () => {
    const { reviewId } = await makeReview(b);
    const idsOf = async (actor: Actor, viewerId = actor.id) =>
      (await listReviews(await viewerOf(actor, viewerId))).map(({ id }) => id);
    expect(await idsOf(b)).toContain(reviewId);
    expect(await idsOf(a)).not.toContain(reviewId);
    expect(await idsOf(a, b.id)).not.toContain(reviewId);
  },
  "governance/reviews/queries.getReview": async () => {
    const { reviewId } = await makeReview(b);
    await expect(getReview(await viewerOf(a), reviewId)).rejects.toThrow("no such review");
    await expect(getReview(await viewerOf(b), reviewId)).resolves.toMatchObject({ id: reviewId });
  },
  "governance/reviews/queries.searchLines": async () => {
    const { reviewId } = await makeReview(b);
    expect((await searchLines(await viewerOf(b), reviewId, {}, { limit: 9 })).rows).toHaveLength(1);
    expect((await searchLines(await viewerOf(a), reviewId, {}, { limit: 9 })).rows).toEqual([]);
  },
  "governance/reviews/queries.listOwnQuestions": async () => {
    const { userId } = await makeReview(b, true);
    expect(await listOwnQuestions({ tenantId: b.tenantId, id: userId })).toHaveLength(1);
    expect(await listOwnQuestions({ tenantId: a.tenantId, id: userId })).toEqual([]);
  },
  "governance/reviews/queries.isAskedSomething": async () => {
    const { userId } = await makeReview(b, true);
    expect(await isAskedSomething({ tenantId: b.tenantId, id: userId })).toBe(true);
    expect(await isAskedSomething({ tenantId: a.tenantId, id: userId })).toBe(false);
  },
  "governance/reviews/queries.listScopes": async () => {
    const roleId = await makeRole(b);
    const { roles } = await listScopes(await requirePermission(a, "review.create"));
    expect(roles.map(({ id }) => id)).not.toContain(roleId);
  },
  "governance/reviews/queries.searchReviewers": async () => {
    const found = await searchReviewers(await requirePermission(a, "review.create"), "");
    expect(found.map(({ id }) => id)).toContain(a.id);
    expect(found.map(({ id }) => id)).not.toContain(b.id);
  },
  "governance/reviews/queries.listReviewKeys": async () => {
    const { reviewId } = await makeReview(b);
    await endReview(b, { reviewId, undecided: "keep" });
    await closeReview(a.tenantId, reviewId);
    const kidsOf = async (actor: Actor) =>
      (await listReviewKeys(await requirePermission(actor, "review.read"))).map(({ kid }) => kid);
    expect(await kidsOf(b)).toEqual([]);
    await closeReview(b.tenantId, reviewId);
    expect(await kidsOf(b)).toHaveLength(1);
    expect(await kidsOf(a)).toEqual([]);
  },
  "governance/reviews/service.startReview": async () => {
    const deadline = inAnHour();
    const input = { name: "Wall", deadline, scopeKind: "roles" };
    const ofB = { ...input, scopeIds: [await makeRole(b)], reviewerIds: [a.id] };
    expect(await startReview(a, ofB)).toMatchObject(notFound);
    const byB = { ...input, scopeIds: ["tenant_admin"], reviewerIds: [b.id] };
    expect(await startReview(a, byB)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  },
  "governance/reviews/service.decideLines": async () => {
    const { reviewId, lineId } = await makeReview(b);
    const input = { reviewId, lineIds: [lineId], decision: "revoke" };
    expect(await decideLines(a, input)).toMatchObject(notFound);
    expect(await decideLines({ ...a, id: b.id }, input)).toMatchObject(notFound);
    await expectLine(lineId);
  },
  "governance/reviews/service.handOverLines": async () => {
    const { reviewId, lineId } = await makeReview(b);
    const input = { reviewId, lineIds: [lineId], reviewerId: a.id };
    expect(await handOverLines(a, input)).toMatchObject(notFound);
    await expectLine(lineId);
  },
  "governance/reviews/service.reassignLines": async () => {
    const { reviewId, lineId } = await makeReview(b);
    const input = { reviewId, lineIds: [lineId], reviewerId: a.id };
    expect(await reassignLines(a, input)).toMatchObject(notFound);
    const invited = await reassignLines(b, input);
    expect(invited).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    await expectLine(lineId);
  },
  "governance/reviews/service.answerQuestion": async () => {
    const { lineId, userId } = await makeReview(b, true);
    const input = { lineId, answer: "Wall" };
    expect(await answerQuestion({ ...a, id: userId }, input)).toMatchObject(notFound);
    const rows = await factory.query("SELECT answer FROM review_lines WHERE id = $1", [lineId]);
    expect(rows).toEqual([{ answer: null }]);
  },
  "governance/reviews/service.endReview": async () => {
    const { reviewId } = await makeReview(b);
    expect(await endReview(a, { reviewId, undecided: "revoke" })).toMatchObject(notFound);
    const rows = await factory.query("SELECT state FROM reviews WHERE id = $1", [reviewId]);
    expect(rows).toEqual([{ state: "running" }]);
  },
  "governance/reviews/service.takeEvidence": async () => {
    const { reviewId } = await makeReview(b);
    await endReview(b, { reviewId, undecided: "keep" });
    await closeReview(b.tenantId, reviewId);
    expect(await takeEvidence(a, { reviewId })).toMatchObject(notFound);
    expect(await takeEvidence(b, { reviewId })).toMatchObject({ ok: true });
  },
};

async function viewerOf(actor: Actor, viewerId = actor.id) {
  return { sees: "all", grant: await requirePermission(actor, "review.read"), viewerId } as const;
}

/** A review of a role that one person has, for its starter to decide; perhaps they asked. */
async function makeReview(actor: Actor, isAsked = false) {
  const roleId = await makeRole(actor);
  const { id: userId } = await factory.createUser(actor.tenantId, { roles: [roleId] });
  const input = { name: "Wall", scopeKind: "roles", scopeIds: [roleId], deadline: inAnHour() };
  const { reviewId } = dataOf(await startReview(actor, { ...input, reviewerIds: [actor.id] }));
  const { rows } = await searchLines(await viewerOf(actor), reviewId, {}, { limit: 1 });
  const lineId = rows[0]?.id ?? "";
  const ask = { reviewId, lineIds: [lineId], decision: "ask", comment: "Wall" };
  if (isAsked) expect(await decideLines(actor, ask)).toMatchObject({ ok: true });
  return { reviewId, lineId, userId };
}

async function expectLine(lineId: string): Promise<void> {
  const rows = await factory.query("SELECT decision, reviewer_id FROM review_lines WHERE id = $1", [
    lineId,
  ]);
  expect(rows).toEqual([{ decision: "undecided", reviewer_id: b.id }]);
}
