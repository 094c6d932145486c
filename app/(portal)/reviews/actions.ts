"use server";

import { revalidatePath } from "next/cache";
import type { z } from "zod";
import type { Radius } from "#components/access/radius.ts";
import { requirePermission } from "#lib/access/grant";
import type { Action } from "#lib/action/define-action";
import type { Result } from "#lib/core/result";
import { searchReviewers } from "#lib/reviews/queries";
import type { Named } from "#lib/reviews/schema";
import {
  answerQuestion,
  decideLines,
  endReview,
  handOverLines,
  reassignLines,
  startReview,
} from "#lib/reviews/service";
import { requireActor, runAction } from "../../actor.tsx";
import { mergeRadii } from "./merge-radii.ts";

export async function startReviewAction(input: unknown) {
  return await changing(startReview, input);
}

export async function decideLinesAction(input: unknown) {
  return await changing(decideLines, input);
}

/** Whose access revoking these lines would alter, together. */
export async function rehearseRevokeAction(input: unknown): Promise<Result<Radius>> {
  const result = await decideLines.rehearse(await requireActor(), input);
  if (!result.ok) return result;
  return { ok: true, data: mergeRadii(result.data.map(({ details }) => details?.radius)) };
}

export async function handOverAction(input: unknown) {
  return await changing(handOverLines, input);
}

export async function reassignAction(input: unknown) {
  return await changing(reassignLines, input);
}

export async function endReviewAction(input: unknown) {
  return await changing(endReview, input);
}

export async function answerQuestionAction(input: unknown) {
  return await changing(answerQuestion, input);
}

const MAX_TEXT_LENGTH = 200;

/** People who may review, whose name or address contains a text. */
export async function findReviewersAction(text: unknown): Promise<Named[]> {
  const actor = await requireActor();
  const permission = actor.permissions.has("review.create") ? "review.create" : "review.decide";
  const grant = await requirePermission(actor, permission);
  const part = typeof text === "string" ? text.replaceAll("\0", "").slice(0, MAX_TEXT_LENGTH) : "";
  return searchReviewers(grant, part.trim());
}

/** The whole portal: who has lost something may be whoever looks. */
async function changing<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
) {
  const result = await runAction(action, input);
  if (result.ok) revalidatePath("/", "layout");
  return result;
}
