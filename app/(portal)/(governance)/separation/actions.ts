"use server";

import type { z } from "zod";
import type { Radius } from "#components/access/radius.ts";
import type { Action } from "#lib/action/define-action";
import type { Result } from "#lib/core/result";
import { getExceptionNeed } from "#lib/governance/separation/queries";
import {
  type Conflict,
  type ExceptionNeed,
  exceptionNeedInput,
} from "#lib/governance/separation/schema";
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
import { ask } from "../../../ask.ts";
import { change, rehearse } from "../../../change.ts";

/** Whom a rule would concern, `people` are the first of them; and roles that hold too much of it alone. */
export type Concerned = {
  peopleCount: number;
  people: Conflict[];
  breakingRoles: { id: string; name: string }[];
  /** What people gain and lose by it, now or before they choose in a session. */
  radius: Radius;
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

export async function rehearseDeleteAction(input: unknown) {
  return await rehearse(deleteSodRule, input);
}

export async function askExceptionAction(input: unknown) {
  return await change(askException, input);
}

/** Whether somebody breaks a rule, now or with what they have asked for. */
export async function findNeedAction(input: unknown): Promise<Result<ExceptionNeed>> {
  return await ask(
    {
      permission: "sod.read",
      schema: exceptionNeedInput,
      run: (grant, about) => getExceptionNeed(grant, about),
    },
    input,
  );
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
      radius: details?.radius ?? { peopleCount: 0, groups: [] },
    },
  };
}
