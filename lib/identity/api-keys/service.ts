import { randomUUID } from "node:crypto";
import { defineAction } from "../../action/define-action.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { mayGive } from "../../authz/engine/role-limits.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { findKeyNamed, forgetApiKey, makeApiKey } from "../credentials/api-key.ts";
import { createApiKeyInput, revokeApiKeyInput } from "./schema.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * Makes a key and returns it once; only a hash is kept. No one gives a key what they lack, and it
 * loses what they lose.
 */
export const createApiKey = defineAction({
  permission: "api_key.create",
  input: createApiKeyInput,
  run: async (tx, { name, scopes, expiresInDays }, actor) => {
    const held = await claimAccess(tx, actor, "api_key.create");
    const lacking = scopes.filter((scope) => !mayGive(held, scope));
    if (lacking.length > 0) {
      const message = `You cannot give a key what you lack: ${lacking.join(", ")}.`;
      throw new GatehouseError("invalid_input", message, { scopes: [message] });
    }
    await requireFreeName(tx, actor.tenantId, name);
    const apiKeyId = randomUUID();
    const { key, secretHash } = makeApiKey(actor.tenantId, apiKeyId);
    const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * DAY_MS);
    await tx.apiKey.create({
      data: {
        tenantId: actor.tenantId,
        id: apiKeyId,
        name,
        scopes: [...new Set(scopes)],
        secretHash: new Uint8Array(secretHash),
        createdBy: await makerOf(tx, actor),
        expiresAt,
      },
    });
    const details = { scopes, expiresAt: expiresAt?.toISOString() ?? null };
    const target = { type: "api_key", id: apiKeyId, name };
    return {
      data: { apiKeyId, key },
      events: [{ action: "api_key.created", target, details }],
    };
  },
});

/**
 * People tell keys apart by their names. Belongs after `claimAccess`, so that nobody makes another meanwhile.
 * @throws GatehouseError invalid_input
 */
async function requireFreeName(tx: TenantTx, tenantId: string, name: string): Promise<void> {
  const taken = await findKeyNamed(sqlOf(tx), tenantId, name);
  if (taken === null) return;
  const message = `There is a key called ${taken} already. Choose another name, or revoke that one first.`;
  throw new GatehouseError("invalid_input", message, { name: [message] });
}

/** Who answers for a key: the person who makes it, or who made the key that makes it. */
async function makerOf(tx: TenantTx, { kind, tenantId, id }: Actor): Promise<string | null> {
  if (kind === "user") return id;
  if (kind === "system") return null;
  const key = await tx.apiKey.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: { createdBy: true },
  });
  return key?.createdBy ?? null;
}

/** Stops a key, in every process within a second. Cannot be undone. */
export const revokeApiKey = defineAction({
  permission: "api_key.revoke",
  input: revokeApiKeyInput,
  run: async (tx, { apiKeyId }, actor) => {
    const revoked = await tx.apiKey.updateManyAndReturn({
      where: { tenantId: actor.tenantId, id: apiKeyId, revokedAt: null },
      data: { revokedAt: new Date() },
      select: { name: true },
    });
    const key = revoked[0];
    if (!key)
      throw new GatehouseError("not_found", "This key does not exist or was revoked already.");
    const target = { type: "api_key", id: apiKeyId, name: key.name };
    return { data: { apiKeyId }, events: [{ action: "api_key.revoked", target }] };
  },
  effects: ({ apiKeyId }, _input, actor) => forgetApiKey(actor.tenantId, apiKeyId),
});
