import { announce } from "../../platform/announce.ts";
import type { Actor } from "../guard/actor.ts";
import { forgetTenant } from "../store/recent-of-tenants.ts";
import { forgetEveryPrincipal } from "../store/recent-principals.ts";

/** The cache tag of whatever shows who has what. */
export const ACCESS_TAG = "access";

/**
 * Tells every process that somebody's access has changed; for `effects`. Decisions do not rely on it:
 * they compare versions that the change itself has moved.
 */
export async function announceAccess(actor: Actor): Promise<void> {
  forgetEveryPrincipal();
  forgetTenant(actor.tenantId);
  await announce(actor.tenantId, ACCESS_TAG);
}
