"use server";

import { z } from "zod";
import { requirePermission } from "#lib/access/grant";
import { failure } from "#lib/action/define-action";
import { GatehouseError } from "#lib/core/errors";
import type { Result } from "#lib/core/result";
import { searchUsers } from "#lib/users/queries";
import { requireActor } from "../../actor.tsx";

const FOUND_LIMIT = 20;

// PostgreSQL has no text with a NUL in it.
const findPeopleInput = z
  .string()
  .max(200)
  .transform((text) => text.replaceAll("\0", "").trim());

export type FoundPerson = { id: string; name: string; email: string };

/** The first people that a text finds; without one those who were added last. */
export async function findPeopleAction(input: unknown): Promise<Result<FoundPerson[]>> {
  const actor = await requireActor();
  try {
    const grant = await requirePermission(actor, "user.read");
    const parsed = findPeopleInput.safeParse(input);
    if (!parsed.success) throw new GatehouseError("invalid_input", "This search cannot be run.");
    const filters = parsed.data ? { text: parsed.data } : {};
    const { rows } = await searchUsers(grant, filters, { limit: FOUND_LIMIT });
    return { ok: true, data: rows.map(({ id, name, email }) => ({ id, name, email })) };
  } catch (error) {
    return failure(error, actor.request.requestId);
  }
}
