"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requirePermission } from "#lib/access/grant";
import { type Action, failure } from "#lib/action/define-action";
import { GatehouseError } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { previewRule } from "#lib/groups/queries";
import { previewRuleInput, type RulePreview } from "#lib/groups/schema";
import {
  addMembers,
  assignGroupRole,
  createGroup,
  deleteGroup,
  removeMembers,
  unassignGroupRole,
  updateGroup,
  updateGroupRole,
} from "#lib/groups/service";
import { searchUsers } from "#lib/users/queries";
import { requireActor, runAction } from "../../actor.tsx";
import { rehearse } from "../../rehearsal.ts";
import type { FoundPerson } from "./found-person.ts";

const FOUND_LIMIT = 20;

/** Revalidates nothing: a refresh would meet the navigation to the new group's page. */
export async function createGroupAction(input: unknown) {
  return await runAction(createGroup, input);
}

export async function updateGroupAction(input: unknown) {
  return await changing(updateGroup, input);
}

export async function rehearseUpdateAction(input: unknown) {
  return await rehearse(updateGroup, input);
}

/** Revalidates nothing: the page it is called from shows the group that is gone. */
export async function deleteGroupAction(input: unknown) {
  return await runAction(deleteGroup, input);
}

export async function rehearseDeleteAction(input: unknown) {
  return await rehearse(deleteGroup, input);
}

export async function addMembersAction(input: unknown) {
  return await changing(addMembers, input);
}

export async function rehearseAddAction(input: unknown) {
  return await rehearse(addMembers, input);
}

export async function removeMembersAction(input: unknown) {
  return await changing(removeMembers, input);
}

export async function rehearseRemoveAction(input: unknown) {
  return await rehearse(removeMembers, input);
}

export async function giveRoleAction(input: unknown) {
  return await changing(assignGroupRole, input);
}

export async function rehearseGiveRoleAction(input: unknown) {
  return await rehearse(assignGroupRole, input);
}

export async function changeWindowAction(input: unknown) {
  return await changing(updateGroupRole, input);
}

export async function rehearseChangeWindowAction(input: unknown) {
  return await rehearse(updateGroupRole, input);
}

export async function takeRoleAction(input: unknown) {
  return await changing(unassignGroupRole, input);
}

export async function rehearseTakeRoleAction(input: unknown) {
  return await rehearse(unassignGroupRole, input);
}

/** Whom a rule would choose, while somebody is still writing it. */
export async function previewRuleAction(input: unknown): Promise<Result<RulePreview>> {
  const actor = await requireActor();
  try {
    const grant = await requirePermission(actor, "group.read");
    const parsed = previewRuleInput.safeParse(input);
    if (!parsed.success) throw new GatehouseError("invalid_input", "This rule cannot be read.");
    return { ok: true, data: await previewRule(grant, parsed.data.rule) };
  } catch (error) {
    return failure(error, actor.request.requestId);
  }
}

const findPeopleInput = z.strictObject({
  groupId: z.uuid(),
  // PostgreSQL has no text with a NUL in it.
  text: z
    .string()
    .max(200)
    .transform((text) => text.replaceAll("\0", "").trim()),
});

/** The first people, by the text if there is one, and who of them is in the group. */
export async function findPeopleAction(input: unknown): Promise<Result<FoundPerson[]>> {
  const actor = await requireActor();
  try {
    const grant = await requirePermission(actor, "user.read");
    const parsed = findPeopleInput.safeParse(input);
    if (!parsed.success) throw new GatehouseError("invalid_input", "This search cannot be run.");
    const { groupId, text } = parsed.data;
    const { rows } = await searchUsers(grant, { text: text || undefined }, { limit: FOUND_LIMIT });
    return { ok: true, data: rows.map((row) => foundPerson(row, groupId)) };
  } catch (error) {
    return failure(error, actor.request.requestId);
  }
}

type Found = FoundPerson & { groups: { id: string }[] };

function foundPerson({ id, name, email, groups }: Omit<Found, "isMember">, groupId: string) {
  return { id, name, email, isMember: groups.some((group) => group.id === groupId) };
}

async function changing<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
) {
  const result = await runAction(action, input);
  if (result.ok) revalidatePath("/groups", "layout");
  return result;
}
