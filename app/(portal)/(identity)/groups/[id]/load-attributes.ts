import { requirePermission } from "#lib/authz/guard/grant";
import { listAttributes } from "#lib/identity/groups/queries";
import { log } from "#lib/platform/log";
import { requireActor } from "../../../../actor.tsx";

/** None when they cannot be read: a rule can be written without suggestions. */
export async function loadKnownAttributes() {
  const grant = await requirePermission(await requireActor(), "group.read");
  try {
    return await listAttributes(grant);
  } catch (error) {
    log.error({ err: error }, "listing attributes failed");
    return [];
  }
}
