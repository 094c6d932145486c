import { randomUUID } from "node:crypto";
import { defineAction, type Outcome } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { PortalEvent } from "../../events/record.ts";
import { sqlOf } from "../../platform/db.ts";
import { enqueue } from "../../platform/jobs.ts";
import { lineEvent, reviewEvent } from "./events.ts";
import { requireMandate } from "./mandate.ts";
import { groupsWith, readGroups } from "./read-held.ts";
import { requireOthers, requireReviewers } from "./reviewers.ts";
import { revokeLines } from "./revoke.ts";
import { lineColumns, lockLines, lockReview, requireRunning, type StoredLine } from "./rows.ts";
import {
  answerQuestionInput,
  decideLinesInput,
  endReviewInput,
  reassignLinesInput,
  startReviewInput,
  takeEvidenceInput,
} from "./schema.ts";
import { findLines } from "./scope.ts";
import { writeLines } from "./start.ts";

/**
 * Starts a review: what people, groups and grants have now becomes its lines. Whoever starts it must
 * be able to make each revocation themselves, because reviewers act in their name.
 */
export const startReview = defineAction({
  permission: "review.create",
  input: startReviewInput,
  run: async (tx, input, actor) => {
    const { name, scopeKind, scopeIds, reviewerIds, deadline, undecided, reason } = input;
    const { tenantId } = actor;
    requirePerson(actor);
    const sql = sqlOf(tx);
    const access = await claimAccess(tx, actor, "review.create");
    const facts = await readPolicyFacts(sql, tenantId);
    const policy = compilePolicy(facts);
    const found = await findLines({ sql, tenantId, facts, policy }, scopeKind, scopeIds);
    requireMandate({ access, policy, roles: facts.roles }, found.groups, found.lines);
    const reviewId = randomUUID();
    const { scope } = found;
    const startedBy = { startedBy: actor.id, startedByName: actor.name };
    await tx.review.create({
      data: { tenantId, id: reviewId, name, scopeKind, scope, deadline, undecided, ...startedBy },
    });
    const counts = await writeLines({ sql, tenantId, policy, reviewId }, found, reviewerIds);
    const details = { scopeKind, scope, deadline, undecided, ...counts };
    const event = reviewEvent("review.started", { id: reviewId, name }, reason, details);
    return { data: { reviewId, ...counts }, events: [event] };
  },
});

/**
 * Keeps or revokes what lines are about, or asks about it first. Revoking takes effect at once and is
 * final; the other decisions can be changed until the review is over.
 */
export const decideLines = defineAction({
  permission: "review.decide",
  input: decideLinesInput,
  run: async (tx, { reviewId, lineIds, decision, comment }, actor) => {
    const { tenantId } = actor;
    requirePerson(actor);
    const sql = sqlOf(tx);
    const review = await requireRunning(sql, tenantId, reviewId);
    const lines = await lockLines(sql, tenantId, reviewId, lineIds);
    requireAssigned(actor, lines);
    requireOpen(lines);
    await requireOthers(sql, tenantId, actor, lines);
    if (decision === "revoke") {
      const order = { tx, actor, review, cause: "decision", comment } as const;
      return outcomeOf(lines, await revokeLines(order, lines));
    }
    await claimAccess(tx, actor, "review.decide");
    const decided = {
      decision,
      ...(decision === "ask"
        ? {
            question: comment,
            answer: null,
            answeredBy: null,
            answeredByName: null,
            answeredAt: null,
          }
        : { comment }),
      decidedBy: actor.id,
      decidedByName: actor.name,
      decidedAt: new Date(),
      // What could not be revoked before is kept now.
      outcome: null,
      outcomeReason: "",
    };
    await tx.reviewLine.updateMany({ where: { tenantId, id: { in: lineIds } }, data: decided });
    const action = decision === "ask" ? "review.line_asked" : "review.line_kept";
    const details = { decision };
    const events = lines.map((line) => lineEvent(action, review, line, comment, details));
    return outcomeOf(lines, events);
  },
  effects: (_data, { decision }, actor) =>
    decision === "revoke" ? announceAccess(actor) : undefined,
});

/** Gives lines that one has to decide to somebody else. */
export const handOverLines = reassigningAction("review.decide");

/** Gives lines to another reviewer, whoever has them. */
export const reassignLines = reassigningAction("review.create");

function reassigningAction(permission: "review.decide" | "review.create") {
  return defineAction({
    permission,
    input: reassignLinesInput,
    run: async (tx, { reviewId, lineIds, reviewerId, reason }, actor) => {
      const { tenantId } = actor;
      const sql = sqlOf(tx);
      const review = await requireRunning(sql, tenantId, reviewId);
      const lines = await lockLines(sql, tenantId, reviewId, lineIds);
      if (permission === "review.decide") requireAssigned(actor, lines);
      requireOpen(lines);
      await claimAccess(tx, actor, permission);
      const [reviewer] = await requireReviewers(sql, tenantId, [reviewerId], "reviewerId");
      if (!reviewer) throw new GatehouseError("not_found", "There is no such person.");
      await requireOthers(sql, tenantId, reviewer, lines);
      await tx.reviewLine.updateMany({
        where: { tenantId, id: { in: lineIds } },
        data: { reviewerId, reviewerName: reviewer.name },
      });
      const events = lines.map((line) => {
        const details = {
          before: { reviewer: line.reviewer.name },
          after: { reviewer: reviewer.name },
        };
        return lineEvent("review.line_reassigned", review, line, reason, details);
      });
      return outcomeOf(lines, events);
    },
  });
}

/**
 * Answers what a reviewer has asked: the person whose access it is, or who started the review when it
 * is a group's.
 */
export const answerQuestion = defineAction({
  permission: "self",
  input: answerQuestionInput,
  run: async (tx, { lineId, answer }, actor) => {
    const { tenantId } = actor;
    const sql = sqlOf(tx);
    const where = { tenantId_id: { tenantId, id: lineId } };
    const named = await tx.reviewLine.findUnique({ where, select: { reviewId: true } });
    if (!named) throw notAsked();
    const review = await requireRunning(sql, tenantId, named.reviewId);
    const [line] = await lockLines(sql, tenantId, named.reviewId, [lineId]);
    const answersFor = line?.user?.id ?? review.startedBy.id;
    const isAsked = actor.kind === "user" && answersFor === actor.id && line?.decision === "ask";
    if (!line || !isAsked) throw notAsked();
    const answeredBy = { answeredBy: actor.id, answeredByName: actor.name, answeredAt: new Date() };
    await tx.reviewLine.update({ where, data: { answer, ...answeredBy } });
    const details = { question: line.question, answer };
    const event = lineEvent("review.line_answered", review, line, "", details);
    return { data: { lineId }, events: [event] };
  },
});

/**
 * Ends a review now. What nobody has decided is revoked, as at the deadline, or kept. The rest is the
 * worker's, as it is after a deadline (lib/worker/governance/close-reviews.ts).
 */
export const endReview = defineAction({
  permission: "review.create",
  input: endReviewInput,
  run: async (tx, { reviewId, undecided, reason }, actor) => {
    const { tenantId } = actor;
    requirePerson(actor);
    const sql = sqlOf(tx);
    const review = await lockReview(sql, tenantId, reviewId, "UPDATE");
    if (review.state !== "running") {
      throw new GatehouseError("conflict", `${review.name} is over already.`);
    }
    const open = await sql<StoredLine>(
      `SELECT ${lineColumns} FROM review_lines l
       WHERE l.tenant_id = $1::uuid AND l.review_id = $2::uuid AND l.outcome IS NULL`,
      [tenantId, reviewId],
    );
    const access = await claimAccess(tx, actor, "review.create");
    const facts = await readPolicyFacts(sql, tenantId);
    const policy = compilePolicy(facts);
    const groups = await readGroups(sql, tenantId, groupsWith(open));
    requireMandate({ access, policy, roles: facts.roles }, groups, open);
    const endedBy = { endedBy: actor.id, endedByName: actor.name };
    await tx.review.update({
      where: { tenantId_id: { tenantId, id: reviewId } },
      data: { state: "closing", undecided, ...endedBy },
    });
    await enqueue(sql, tenantId, "reviews.close", {});
    const openCount = open.filter(({ decision }) => decision !== "keep").length;
    const details = { undecided, openLines: openCount };
    return {
      data: { reviewId },
      events: [reviewEvent("review.ended", review, reason, details)],
    };
  },
});

/** The signed file of a review that is over; that somebody takes it is recorded. */
export const takeEvidence = defineAction({
  permission: "review.read",
  input: takeEvidenceInput,
  run: async (tx, { reviewId }, { tenantId }) => {
    const found = await tx.reviewEvidence.findUnique({
      where: { tenantId_reviewId: { tenantId, reviewId } },
      include: { review: { select: { id: true, name: true } } },
    });
    if (!found) {
      const message = "There is no evidence: the review is not over, or there is none.";
      throw new GatehouseError("not_found", message);
    }
    const { document, kid, review } = found;
    const event = reviewEvent("review.evidence_downloaded", review, "", { kid });
    return { data: { document, name: review.name }, events: [event] };
  },
});

/** Deciding who keeps what is something that a person answers for. */
function requirePerson(actor: Actor): void {
  if (actor.kind === "user") return;
  throw new GatehouseError("permission_denied", "Only people can review access.");
}

function requireAssigned(actor: Actor, lines: readonly StoredLine[]): void {
  const other = lines.find(({ reviewer }) => reviewer.id !== actor.id);
  if (!other) return;
  const message = `This is for ${other.reviewer.name} to decide.`;
  throw new GatehouseError("permission_denied", message);
}

function requireOpen(lines: readonly StoredLine[]): void {
  const isFinal = lines.some(({ outcome }) => outcome === "revoked" || outcome === "gone");
  if (!isFinal) return;
  const message =
    "Some of this is revoked or gone already, which is final. Load the page again first.";
  throw new GatehouseError("conflict", message);
}

function notAsked(): GatehouseError {
  return new GatehouseError("not_found", "Nobody asks you this any more.");
}

function outcomeOf(
  lines: readonly StoredLine[],
  [first, ...rest]: readonly PortalEvent[],
): Outcome<{ lineIds: string[]; failed: string[] }> {
  if (!first) throw new Error("a decision about no line");
  const events = [first, ...rest] as const;
  const failed = events.flatMap(({ action, reason }) =>
    action === "review.line_failed" ? [reason ?? ""] : [],
  );
  return { data: { lineIds: lines.map(({ id }) => id), failed }, events };
}
