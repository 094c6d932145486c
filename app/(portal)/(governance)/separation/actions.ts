"use server";

import type { z } from "zod";
import type { Action } from "#lib/action/define-action";
import type { Result } from "#lib/core/result";
import type { Conflict } from "#lib/governance/separation/schema";
import {
  approveException,
  askException,
  createSodRule,
  deleteSodRule,
  endException,
  refuseException,
  updateSodRule,
  withdrawException,
} from "#lib/governance/separation/service";
import { requireActor } from "../../../actor.tsx";
import { change } from "../../../change.ts";

/** Whom a rule would concern, `people` are the first of them; and roles that hold too much of it alone. */
export type Concerned = {
  peopleCount: number;
  people: Conflict[];
  breakingRoles: { id: string; name: string }[];
};

export async function createRuleAction(input: unknown) {
  return await change(createSodRule, input);
}

export async function rehearseCreateAction(input: unknown) {
  return await rehearseRule(createSodRule, input);
}

export async function updateRuleAction(input: unknown) {
  return await change(updateSodRule, input);
}

export async function rehearseUpdateAction(input: unknown) {
  return await rehearseRule(updateSodRule, input);
}

export async function deleteRuleAction(input: unknown) {
  return await change(deleteSodRule, input);
}

export async function askExceptionAction(input: unknown) {
  return await change(askException, input);
}

export async function approveExceptionAction(input: unknown) {
  return await change(approveException, input);
}

export async function refuseExceptionAction(input: unknown) {
  return await change(refuseException, input);
}

export async function endExceptionAction(input: unknown) {
  return await change(endException, input);
}

export async function withdrawExceptionAction(input: unknown) {
  return await change(withdrawException, input);
}

async function rehearseRule<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
): Promise<Result<Concerned>> {
  const result = await action.rehearse(await requireActor(), input);
  if (!result.ok) return result;
  const [details] = result.data.map((event) => event.details as Partial<Concerned> | undefined);
  return {
    ok: true,
    data: {
      peopleCount: details?.peopleCount ?? 0,
      people: details?.people ?? [],
      breakingRoles: details?.breakingRoles ?? [],
    },
  };
}
