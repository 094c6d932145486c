"use server";

import { assignRole, unassignRole } from "#lib/access/assignments/service";
import { createRole, deleteRole, updateRole } from "#lib/access/roles/service";
import { runAction } from "../../../actor.tsx";
import { change, rehearse } from "../../../change.ts";

export async function createRoleAction(input: unknown) {
  return await runAction(createRole, input);
}

export async function updateRoleAction(input: unknown) {
  return await change(updateRole, input);
}

export async function rehearseUpdateAction(input: unknown) {
  return await rehearse(updateRole, input);
}

export async function rehearseDeleteAction(input: unknown) {
  return await rehearse(deleteRole, input);
}

/** Revalidates nothing: the page it is called from shows the role that is gone. */
export async function deleteRoleAction(input: unknown) {
  return await runAction(deleteRole, input);
}

export async function assignRoleAction(input: unknown) {
  return await change(assignRole, input);
}

export async function rehearseAssignAction(input: unknown) {
  return await rehearse(assignRole, input);
}

export async function unassignRoleAction(input: unknown) {
  return await change(unassignRole, input);
}

export async function rehearseUnassignAction(input: unknown) {
  return await rehearse(unassignRole, input);
}
