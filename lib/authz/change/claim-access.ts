import { PermissionDenied } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import type { PermissionId } from "../catalogue/permissions.ts";
import type { Access } from "../engine/access.ts";
import { decide } from "../engine/decide.ts";
import type { Actor } from "../guard/actor.ts";
import { readPrincipalsIn } from "../store/principal.ts";

/**
 * Makes this transaction the only one that changes the tenant's access, and returns what the actor
 * may do now: an actor can be 0.8 s old, and in that time somebody may have taken it away.
 * @throws PermissionDenied when the actor has lost `permission` meanwhile.
 */
export async function claimAccess(
  tx: TenantTx,
  actor: Actor,
  permission: PermissionId,
): Promise<Access> {
  const sql = sqlOf(tx);
  await sql("SELECT version FROM access_versions WHERE tenant_id = $1::uuid FOR UPDATE", [
    actor.tenantId,
  ]);
  if (actor.kind !== "user") return actor.access;
  const principals = await readPrincipalsIn(sql, actor.tenantId, [actor.id], actor.access.choice);
  const access = principals.get(actor.id)?.access;
  if (!access || !decide(access, permission)) throw new PermissionDenied(permission);
  return access;
}
