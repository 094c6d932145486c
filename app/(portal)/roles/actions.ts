"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requirePermission } from "#lib/access/grant";
import { failure } from "#lib/action/define-action";
import { assignRole, unassignRole } from "#lib/assignments/service";
import { GatehouseError } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { searchPeople } from "#lib/roles/queries";
import type { PersonRow } from "#lib/roles/schema";
import { createRole, deleteRole, updateRole } from "#lib/roles/service";
import { requireActor, runAction } from "../../actor.tsx";
import { rehearse } from "../../rehearsal.ts";

const FOUND_LIMIT = 20;

export async function createRoleAction(input: unknown) {
  return await runAction(createRole, input);
}

export async function updateRoleAction(input: unknown) {
  const result = await runAction(updateRole, input);
  if (result.ok) revalidatePath("/roles", "layout");
  return result;
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
  const result = await runAction(assignRole, input);
  if (result.ok) revalidatePath("/roles", "layout");
  return result;
}

export async function unassignRoleAction(input: unknown) {
  const result = await runAction(unassignRole, input);
  if (result.ok) revalidatePath("/roles", "layout");
  return result;
}

export async function rehearseUnassignAction(input: unknown) {
  return await rehearse(unassignRole, input);
}

const findPeopleInput = z.strictObject({
  roleId: z.string().max(64),
  // PostgreSQL has no text with a NUL in it.
  text: z
    .string()
    .max(200)
    .transform((text) => text.replaceAll("\0", "").trim()),
});

/** The first people, by the text if there is one, who do not have the role. */
export async function findPeopleAction(input: unknown): Promise<Result<PersonRow[]>> {
  const actor = await requireActor();
  try {
    const grant = await requirePermission(actor, "user.read");
    const parsed = findPeopleInput.safeParse(input);
    if (!parsed.success) throw new GatehouseError("invalid_input", "This search cannot be run.");
    const { roleId, text } = parsed.data;
    const filters = { text: text || undefined, withoutRoleId: roleId };
    const { rows } = await searchPeople(grant, filters, { limit: FOUND_LIMIT });
    return { ok: true, data: rows };
  } catch (error) {
    return failure(error, actor.request.requestId);
  }
}
