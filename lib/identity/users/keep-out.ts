import type { Access } from "../../authz/engine/access.ts";
import { decide } from "../../authz/engine/decide.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { endCredentials } from "../credentials/set-password.ts";
import type { ApiKeyFate } from "./schema.ts";

/** What ended with somebody's access, for the audit event. */
export type Ended = {
  sessionsEnded: number;
  apiKeys: { became: "revoked" | "handed_over"; id: string; name: string }[];
};

/** API keys that somebody made and that still work. */
export function liveKeysOf(tenantId: string, userId: string) {
  return {
    tenantId,
    createdBy: userId,
    revokedAt: null,
    OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
  };
}

/**
 * Ends the sessions and one-time links of somebody who is kept out, for good, and revokes the API keys
 * that they made or makes the actor the one who answers for them.
 * @throws GatehouseError permission_denied when a key to be handed over may do what the actor may not;
 *   conflict when the actor is a program.
 */
export async function keepOut(
  tx: TenantTx,
  actor: Actor,
  access: Access,
  userId: string,
  fate: ApiKeyFate,
): Promise<Ended> {
  const { tenantId } = actor;
  const sessionsEnded = await endCredentials(sqlOf(tx), tenantId, userId);
  const where = liveKeysOf(tenantId, userId);
  const select = { id: true, name: true, scopes: true } as const;
  const keys = await tx.apiKey.findMany({ where, select, orderBy: { createdAt: "asc" } });
  if (fate === "hand_over") requireToAnswerFor(actor, access, keys);
  const ids = keys.map(({ id }) => id);
  const data = fate === "hand_over" ? { createdBy: actor.id } : { revokedAt: new Date() };
  await tx.apiKey.updateMany({ where: { tenantId, id: { in: ids } }, data });
  const became = fate === "hand_over" ? ("handed_over" as const) : ("revoked" as const);
  return { sessionsEnded, apiKeys: keys.map(({ id, name }) => ({ became, id, name })) };
}

function requireToAnswerFor(
  actor: Actor,
  access: Access,
  keys: readonly { name: string; scopes: string[] }[],
): void {
  if (keys.length > 0 && actor.kind !== "user") {
    throw new GatehouseError("conflict", "Only a person can take API keys over.");
  }
  const beyond = keys.find(({ scopes }) => scopes.some((scope) => !decide(access, scope)));
  if (!beyond) return;
  const message = `The API key ${beyond.name} may do what you may not do yourself. Revoke it instead.`;
  throw new GatehouseError("permission_denied", message);
}
