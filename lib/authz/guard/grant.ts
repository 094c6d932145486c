import { PermissionDenied } from "../../core/errors.ts";
import type { PermissionId } from "../catalogue/permissions.ts";
import { decide, type Target } from "../engine/decide.ts";
import type { Actor } from "./actor.ts";
import { recordDenial } from "./denials.ts";
import { recordUse } from "./uses.ts";

declare const granted: unique symbol;

/**
 * Proof that the caller holds a permission in a tenant. Queries take one, so an ungated read does
 * not compile. Only `requirePermission` makes one.
 */
export type Grant<P extends string> = {
  readonly [granted]: P;
  readonly tenantId: string;
};

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
  noteUse(actor, permission, target);
  return { tenantId: actor.tenantId } as Grant<P>;
}

/**
 * Those of some permissions that the actor has in the tenant, each noted as used: for reads that show
 * everybody their part. What somebody lacks is no denial, since nobody asked for it.
 */
export function permittedAmong<P extends PermissionId>(
  actor: Actor,
  permissions: Iterable<P>,
): ReadonlySet<P> {
  const held = new Set<P>();
  for (const permission of permissions) {
    if (held.has(permission) || !decide(actor.access, permission)) continue;
    held.add(permission);
    noteUse(actor, permission, null);
  }
  return held;
}

function noteUse(actor: Actor, permission: PermissionId, target: Target | null): void {
  if (actor.kind !== "user") return;
  recordUse(actor.tenantId, actor.id, actor.access, permission, target);
}
