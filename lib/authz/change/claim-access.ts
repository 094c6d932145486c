import { PermissionDenied } from "../../core/errors.ts";
import { type Sql, sqlOf, type TenantTx } from "../../platform/db.ts";
import type { PermissionId } from "../catalogue/permissions.ts";
import { type Access, accessOfScopes, compileAccess } from "../engine/access.ts";
import { decide } from "../engine/decide.ts";
import { compilePolicy, type Policy } from "../engine/policy.ts";
import type { RoleChoice } from "../engine/separation.ts";
import type { Actor } from "../guard/actor.ts";
import { readPeopleFacts, readPolicyFacts } from "../store/read-facts.ts";
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
  const policy = compilePolicy(await readPolicyFacts(sql, actor.tenantId));
  const access = await accessUnder(sql, actor, policy);
  if (!access || !decide(access, permission)) throw new PermissionDenied(permission);
  return access;
}

/** What the actor may do under a policy, by the rows as they are; undefined for one who is gone. */
export function accessUnder(
  sql: Sql,
  actor: Actor,
  policy: Policy,
): Promise<Access | undefined> | Access {
  if (actor.kind === "system") return actor.access;
  const { tenantId, id } = actor;
  return actor.kind === "user"
    ? accessOfPerson(sql, policy, tenantId, id, actor.access.choice)
    : accessOfKey(sql, policy, tenantId, id);
}

/** The id of the person who acts, or who answers for the key that does; null when nobody does. */
export async function personBehind(
  sql: Sql,
  { kind, tenantId, id }: Actor,
): Promise<string | null> {
  if (kind === "user") return id;
  if (kind === "system") return null;
  const [key] = await sql<{ maker: string | null }>(
    `SELECT created_by::text AS maker FROM api_keys WHERE tenant_id = $1::uuid AND id = $2::uuid`,
    [tenantId, id],
  );
  return key?.maker ?? null;
}

async function accessOfPerson(
  sql: Sql,
  policy: Policy,
  tenantId: string,
  id: string,
  choice: RoleChoice,
): Promise<Access | undefined> {
  const now = Date.now();
  const facts = (await readPeopleFacts(sql, tenantId, [id], new Date(now))).get(id);
  return facts && compileAccess(policy, facts, now, choice);
}

async function accessOfKey(
  sql: Sql,
  policy: Policy,
  tenantId: string,
  id: string,
): Promise<Access | undefined> {
  const [key] = await sql<{ scopes: string[]; created_by: string | null }>(
    `SELECT scopes, created_by FROM api_keys
     WHERE tenant_id = $1::uuid AND id = $2::uuid AND revoked_at IS NULL`,
    [tenantId, id],
  );
  if (!key) return undefined;
  if (key.created_by === null) return accessOfScopes(policy, key.scopes);
  const maker = await accessOfPerson(sql, policy, tenantId, key.created_by, "all");
  return maker && accessOfScopes(policy, key.scopes, maker);
}
