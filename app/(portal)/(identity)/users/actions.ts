"use server";

import { assignRole, unassignRole, updateAssignment } from "#lib/access/assignments/service";
import { createResetLink, renewLoginLink, unlockUser } from "#lib/identity/passwords/service";
import { createUser, disableUser, enableUser, updateUser } from "#lib/identity/users/service";
import { runAction } from "../../../actor.tsx";
import { change, rehearse } from "../../../change.ts";

export async function createUserAction(input: unknown) {
  return await change(createUser, input);
}

export async function updateUserAction(input: unknown) {
  return await change(updateUser, input);
}

export async function rehearseUpdateAction(input: unknown) {
  return await rehearse(updateUser, input);
}

export async function disableUserAction(input: unknown) {
  return await change(disableUser, input);
}

export async function rehearseDisableAction(input: unknown) {
  return await rehearse(disableUser, input);
}

export async function enableUserAction(input: unknown) {
  return await change(enableUser, input);
}

export async function rehearseEnableAction(input: unknown) {
  return await rehearse(enableUser, input);
}

export async function renewLoginLinkAction(input: unknown) {
  return await runAction(renewLoginLink, input);
}

export async function createResetLinkAction(input: unknown) {
  return await runAction(createResetLink, input);
}

export async function unlockUserAction(input: unknown) {
  return await change(unlockUser, input);
}

export async function giveRoleAction(input: unknown) {
  return await change(assignRole, input);
}

export async function rehearseGiveRoleAction(input: unknown) {
  return await rehearse(assignRole, input);
}

export async function changeWindowAction(input: unknown) {
  return await change(updateAssignment, input);
}

export async function rehearseChangeWindowAction(input: unknown) {
  return await rehearse(updateAssignment, input);
}

export async function takeRoleAction(input: unknown) {
  return await change(unassignRole, input);
}

export async function rehearseTakeRoleAction(input: unknown) {
  return await rehearse(unassignRole, input);
}
