import { PermissionDenied } from "../core/errors.ts";
import type { Grant } from "../core/grant.ts";
import type { Actor } from "./actor.ts";
import { recordDenial } from "./denials.ts";
import type { PermissionId } from "./permissions.ts";

/**
 * The one decision, for pages, actions and API alike.
 * @throws PermissionDenied after the denial is recorded in a transaction of its own.
 */
export async function requirePermission<P extends PermissionId>(
  actor: Actor,
  permission: P,
): Promise<Grant<P>> {
  if (!actor.permissions.has(permission)) {
    await recordDenial(actor.tenantId, actor, {
      action: "access.denied",
      outcome: "denied",
      target: { type: "permission", id: permission },
      reason: `Lacks the permission ${permission}.`,
    });
    throw new PermissionDenied(permission);
  }
  return { tenantId: actor.tenantId } as Grant<P>;
}
