import { publish } from "../../platform/bus.ts";
import { invalidateTags } from "../../platform/cache.ts";
import type { Actor } from "../guard/actor.ts";
import { forgetEverySession } from "../../identity/credentials/session.ts";

/** The cache tag of whatever shows who has what. */
export const ACCESS_TAG = "access";

/**
 * Tells every process that somebody's access has changed; for `effects`. Decisions do not rely on it:
 * they compare versions that the change itself has moved.
 */
export async function announceAccess(actor: Actor): Promise<void> {
  forgetEverySession();
  await invalidateTags(actor.tenantId, [ACCESS_TAG]);
  publish({ tenantId: actor.tenantId, topic: "access" });
}
