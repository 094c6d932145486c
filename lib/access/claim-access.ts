import { PermissionDenied } from "../core/errors.ts";
import { sqlOf, type TenantTx } from "../platform/db.ts";
import type { Actor } from "./actor.ts";
import type { PermissionId } from "./permissions.ts";
import { readPrincipalsIn } from "./principal.ts";

/**
 * Makes this transaction the only one that changes the tenant's access, and returns what the actor
 * may do now: an actor can be 0.8 s old, and in that time somebody may have taken it away.
 * @throws PermissionDenied when the actor has lost `permission` meanwhile.
 */
export async function claimAccess(
  tx: TenantTx,
  actor: Actor,
  permission: PermissionId,
): Promise<ReadonlySet<PermissionId>> {
  const sql = sqlOf(tx);
  await sql("SELECT version FROM access_versions WHERE tenant_id = $1::uuid FOR UPDATE", [
    actor.tenantId,
  ]);
  if (actor.kind !== "user") return actor.permissions;
  const principals = await readPrincipalsIn(sql, actor.tenantId, [actor.id]);
  const held = new Set(principals.get(actor.id)?.permissions);
  if (!held.has(permission)) throw new PermissionDenied(permission);
  return held;
}
