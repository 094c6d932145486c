"use server";

import type { Result } from "#lib/core/result";
import { searchUsers } from "#lib/identity/users/queries";
import { ask, FOUND_LIMIT, searchText } from "../../../ask.ts";

export type FoundPerson = { id: string; name: string; email: string };

/** The first people that a text finds; without one those who were added last. */
export async function findPeopleAction(input: unknown): Promise<Result<FoundPerson[]>> {
  return await ask(
    {
      permission: "user.read",
      schema: searchText,
      run: async (grant, text) => {
        const { rows } = await searchUsers(grant, text ? { text } : {}, { limit: FOUND_LIMIT });
        return rows.map(({ id, name, email }) => ({ id, name, email }));
      },
    },
    input,
  );
}
