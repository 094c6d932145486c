import { PermissionDenied } from "../../core/errors.ts";
import type { Grant } from "./grant.ts";
import type { Actor } from "./actor.ts";
import { decide, type Target } from "../engine/decide.ts";
import { recordDenial } from "./denials.ts";
import type { PermissionId } from "../catalogue/permissions.ts";
import { recordUse } from "./uses.ts";

/**
 * What stands before every read and every mutation, of pages, actions and API alike.
 * @param target what it is about, when not the tenant as a whole.
 * @throws PermissionDenied after the denial is recorded in a transaction of its own.
 */
export async function requirePermission<P extends PermissionId>(
  actor: Actor,
  permission: P,
  target: Target | null = null,
): Promise<Grant<P>> {
  if (!decide(actor.access, permission, target)) {
    await recordDenial(actor.tenantId, actor, {
      action: "access.denied",
      outcome: "denied",
      target: { type: "permission", id: permission },
      reason: `Lacks the permission ${permission}.`,
    });
    throw new PermissionDenied(permission);
  }
  if (actor.kind === "user") {
    recordUse(actor.tenantId, actor.id, actor.access, permission, target);
  }
  return { tenantId: actor.tenantId } as Grant<P>;
}
