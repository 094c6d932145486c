import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { getUser } from "#lib/identity/users/queries";
import type { FoundPerson } from "./actions.ts";

/** Whom the filter names, as far as the reader may know; whoever is gone keeps their id. */
export async function loadPerson(
  actor: Actor,
  userId: string | undefined,
): Promise<FoundPerson | null> {
  if (userId === undefined || !actor.permissions.has("user.read")) return null;
  try {
    const { id, name, email } = await getUser(await requirePermission(actor, "user.read"), userId);
    return { id, name, email };
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    return { id: userId, name: "Somebody who is gone", email: "" };
  }
}
