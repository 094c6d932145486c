import { PermissionDenied } from "../../core/errors.ts";
import { type Sql, sqlOf, type TenantTx } from "../../platform/db.ts";
import type { PermissionId } from "../catalogue/permissions.ts";
import { type Access, accessOfScopes } from "../engine/access.ts";
import { decide } from "../engine/decide.ts";
import { compilePolicy } from "../engine/policy.ts";
import type { Actor } from "../guard/actor.ts";
import { readPrincipalsIn } from "../store/principal.ts";
import { readPolicyFacts } from "../store/read-facts.ts";
import { lockAccess } from "./lock-access.ts";

/**
 * Makes this transaction the only one that changes the tenant's access, and returns what the actor
 * may do now: an actor can be 0.8 s old, and in that time somebody may have taken it away. That its
 * session or key is still good is checked by `defineAction`, last of all.
 * @throws PermissionDenied when the actor has lost `permission` meanwhile.
 */
export async function claimAccess(
  tx: TenantTx,
  actor: Actor,
  permission: PermissionId,
): Promise<Access> {
  const sql = sqlOf(tx);
  await lockAccess(sql, actor.tenantId);
  if (actor.kind === "system") return actor.access;
  const access =
    actor.kind === "user" ? await accessOfPerson(sql, actor) : await accessOfKey(sql, actor);
  if (!access || !decide(access, permission)) throw new PermissionDenied(permission);
  return access;
}

async function accessOfPerson(sql: Sql, actor: Actor): Promise<Access | undefined> {
  const principals = await readPrincipalsIn(sql, actor.tenantId, [actor.id], actor.access.choice);
  return principals.get(actor.id)?.access;
}

async function accessOfKey(sql: Sql, { tenantId, id }: Actor): Promise<Access | undefined> {
  const [key] = await sql<{ scopes: string[]; created_by: string | null }>(
    `SELECT scopes, created_by FROM api_keys
     WHERE tenant_id = $1::uuid AND id = $2::uuid AND revoked_at IS NULL`,
    [tenantId, id],
  );
  if (!key) return undefined;
  if (key.created_by === null) {
    return accessOfScopes(compilePolicy(await readPolicyFacts(sql, tenantId)), key.scopes);
  }
  const makers = await readPrincipalsIn(sql, tenantId, [key.created_by], "all");
  const maker = makers.get(key.created_by)?.access;
  return maker && accessOfScopes(maker.policy, key.scopes, maker);
}
