"use server";

import type { Radius } from "#components/access/radius.ts";
import type { Result } from "#lib/core/result";
import { searchReviewers } from "#lib/governance/reviews/queries";
import type { Named } from "#lib/governance/reviews/schema";
import {
  answerQuestion,
  decideLines,
  endReview,
  handOverLines,
  reassignLines,
  startReview,
} from "#lib/governance/reviews/service";
import { requireActor } from "../../../actor.tsx";
import { ask, searchText } from "../../../ask.ts";
import { change } from "../../../change.ts";
import { mergeRadii } from "./merge-radii.ts";

export async function startReviewAction(input: unknown) {
  return await change(startReview, input);
}

export async function decideLinesAction(input: unknown) {
  return await change(decideLines, input);
}

/** Whose access revoking these lines would alter, together. */
export async function rehearseRevokeAction(input: unknown): Promise<Result<Radius>> {
  const result = await decideLines.rehearse(await requireActor(), input);
  if (!result.ok) return result;
  return { ok: true, data: mergeRadii(result.data.map(({ details }) => details?.radius)) };
}

export async function handOverAction(input: unknown) {
  return await change(handOverLines, input);
}

export async function reassignAction(input: unknown) {
  return await change(reassignLines, input);
}

export async function endReviewAction(input: unknown) {
  return await change(endReview, input);
}

export async function answerQuestionAction(input: unknown) {
  return await change(answerQuestion, input);
}

/** People who may review, whose name or address contains a text. */
export async function findReviewersAction(input: unknown): Promise<Result<Named[]>> {
  const { permissions } = await requireActor();
  const permission = permissions.has("review.create") ? "review.create" : "review.decide";
  return await ask({ permission, schema: searchText, run: searchReviewers }, input);
}
