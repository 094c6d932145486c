import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";
import { countRequests } from "#lib/governance/requests/queries";

/** How many requests wait for a decision; null for who may not see those of others. */
export async function loadWaiting(actor: Actor): Promise<number | null> {
  if (!actor.permissions.has("access_request.read")) return null;
  const { state } = await countRequests(await requirePermission(actor, "access_request.read"));
  return state.pending;
}
