"use server";

import { z } from "zod";
import { assignRole, unassignRole } from "#lib/access/assignments/service";
import { searchPeople } from "#lib/access/roles/queries";
import type { PersonRow } from "#lib/access/roles/schema";
import { createRole, deleteRole, updateRole } from "#lib/access/roles/service";
import type { Result } from "#lib/core/result";
import { runAction } from "../../../actor.tsx";
import { ask, FOUND_LIMIT, searchText } from "../../../ask.ts";
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

export async function unassignRoleAction(input: unknown) {
  return await change(unassignRole, input);
}

export async function rehearseUnassignAction(input: unknown) {
  return await rehearse(unassignRole, input);
}

const findPeopleInput = z.strictObject({ roleId: z.string().max(64), text: searchText });

/** The first people, by the text if there is one, who do not have the role. */
export async function findPeopleAction(input: unknown): Promise<Result<PersonRow[]>> {
  return await ask(
    {
      permission: "user.read",
      schema: findPeopleInput,
      run: async (grant, { roleId, text }) => {
        const filters = { text: text || undefined, withoutRoleId: roleId };
        return (await searchPeople(grant, filters, { limit: FOUND_LIMIT })).rows;
      },
    },
    input,
  );
}
