"use server";

import { z } from "zod";
import type { Result } from "#lib/core/result";
import { previewRule } from "#lib/identity/groups/queries";
import { previewRuleInput, type RulePreview } from "#lib/identity/groups/schema";
import {
  addMembers,
  assignGroupRole,
  createGroup,
  deleteGroup,
  removeMembers,
  unassignGroupRole,
  updateGroup,
  updateGroupRole,
} from "#lib/identity/groups/service";
import { searchUsers } from "#lib/identity/users/queries";
import { runAction } from "../../../actor.tsx";
import { ask, FOUND_LIMIT, searchText } from "../../../ask.ts";
import { change, rehearse } from "../../../change.ts";
import type { FoundPerson } from "./found-person.ts";

/** Revalidates nothing: a refresh would meet the navigation to the new group's page. */
export async function createGroupAction(input: unknown) {
  return await runAction(createGroup, input);
}

export async function updateGroupAction(input: unknown) {
  return await change(updateGroup, input);
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
  return await change(addMembers, input);
}

export async function rehearseAddAction(input: unknown) {
  return await rehearse(addMembers, input);
}

export async function removeMembersAction(input: unknown) {
  return await change(removeMembers, input);
}

export async function rehearseRemoveAction(input: unknown) {
  return await rehearse(removeMembers, input);
}

export async function giveRoleAction(input: unknown) {
  return await change(assignGroupRole, input);
}

export async function rehearseGiveRoleAction(input: unknown) {
  return await rehearse(assignGroupRole, input);
}

export async function changeWindowAction(input: unknown) {
  return await change(updateGroupRole, input);
}

export async function rehearseChangeWindowAction(input: unknown) {
  return await rehearse(updateGroupRole, input);
}

export async function takeRoleAction(input: unknown) {
  return await change(unassignGroupRole, input);
}

export async function rehearseTakeRoleAction(input: unknown) {
  return await rehearse(unassignGroupRole, input);
}

/** Whom a rule would choose, while somebody is still writing it. */
export async function previewRuleAction(input: unknown): Promise<Result<RulePreview>> {
  return await ask(
    {
      permission: "group.read",
      schema: previewRuleInput,
      run: (grant, { rule }) => previewRule(grant, rule),
    },
    input,
  );
}

const findPeopleInput = z.strictObject({ groupId: z.uuid(), text: searchText });

/** The first people, by the text if there is one, and who of them is in the group. */
export async function findPeopleAction(input: unknown): Promise<Result<FoundPerson[]>> {
  return await ask(
    {
      permission: "user.read",
      schema: findPeopleInput,
      run: async (grant, { groupId, text }) => {
        const filters = { text: text || undefined };
        const { rows } = await searchUsers(grant, filters, { limit: FOUND_LIMIT });
        return rows.map((row) => foundPerson(row, groupId));
      },
    },
    input,
  );
}

type Found = FoundPerson & { groups: { id: string }[] };

function foundPerson({ id, name, email, groups }: Omit<Found, "isMember">, groupId: string) {
  return { id, name, email, isMember: groups.some((group) => group.id === groupId) };
}
