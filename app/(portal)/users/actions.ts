"use server";

import { revalidatePath } from "next/cache";
import type { z } from "zod";
import type { Action } from "#lib/action/define-action";
import { assignRole, unassignRole, updateAssignment } from "#lib/assignments/service";
import {
  createUser,
  disableUser,
  enableUser,
  renewLoginLink,
  updateUser,
} from "#lib/users/service";
import { runAction } from "../../actor.tsx";
import { rehearse } from "../../rehearsal.ts";

export async function createUserAction(input: unknown) {
  return await changing(createUser, input);
}

export async function updateUserAction(input: unknown) {
  return await changing(updateUser, input);
}

export async function rehearseUpdateAction(input: unknown) {
  return await rehearse(updateUser, input);
}

export async function disableUserAction(input: unknown) {
  return await changing(disableUser, input);
}

export async function rehearseDisableAction(input: unknown) {
  return await rehearse(disableUser, input);
}

export async function enableUserAction(input: unknown) {
  return await changing(enableUser, input);
}

export async function rehearseEnableAction(input: unknown) {
  return await rehearse(enableUser, input);
}

export async function renewLoginLinkAction(input: unknown) {
  return await runAction(renewLoginLink, input);
}

export async function giveRoleAction(input: unknown) {
  return await changing(assignRole, input);
}

export async function rehearseGiveRoleAction(input: unknown) {
  return await rehearse(assignRole, input);
}

export async function changeWindowAction(input: unknown) {
  return await changing(updateAssignment, input);
}

export async function rehearseChangeWindowAction(input: unknown) {
  return await rehearse(updateAssignment, input);
}

export async function takeRoleAction(input: unknown) {
  return await changing(unassignRole, input);
}

export async function rehearseTakeRoleAction(input: unknown) {
  return await rehearse(unassignRole, input);
}

async function changing<Schema extends z.ZodType, Data>(
  action: Action<Schema, Data>,
  input: unknown,
) {
  const result = await runAction(action, input);
  if (result.ok) revalidatePath("/users", "layout");
  return result;
}
