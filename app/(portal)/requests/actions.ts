"use server";

import { revalidatePath } from "next/cache";
import type { z } from "zod";
import type { Action } from "#lib/action/define-action";
import {
  approveRequest,
  breakGlass,
  createRequest,
  endElevation,
  giveBack,
  refuseRequest,
  updateElevation,
  withdrawRequest,
} from "#lib/elevation/service";
import { runAction } from "../../actor.tsx";
import { rehearse } from "../../rehearsal.ts";

export async function createRequestAction(input: unknown) {
  return await changing(createRequest, input);
}

export async function withdrawRequestAction(input: unknown) {
  return await changing(withdrawRequest, input);
}

export async function approveRequestAction(input: unknown) {
  return await changing(approveRequest, input);
}

export async function rehearseApproveAction(input: unknown) {
  return await rehearse(approveRequest, input);
}

export async function refuseRequestAction(input: unknown) {
  return await changing(refuseRequest, input);
}

export async function endElevationAction(input: unknown) {
  return await changing(endElevation, input);
}

export async function rehearseEndAction(input: unknown) {
  return await rehearse(endElevation, input);
}

export async function giveBackAction(input: unknown) {
  return await changing(giveBack, input);
}

export async function rehearseGiveBackAction(input: unknown) {
  return await rehearse(giveBack, input);
}

export async function breakGlassAction(input: unknown) {
  return await changing(breakGlass, input);
}

export async function updateElevationAction(input: unknown) {
  return await changing(updateElevation, input);
}

/** The whole portal: what one has taken or given back also decides what the menu shows. */
async function changing<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
) {
  const result = await runAction(action, input);
  if (result.ok) revalidatePath("/", "layout");
  return result;
}
