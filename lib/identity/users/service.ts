import { randomUUID } from "node:crypto";
import { Prisma } from "#prisma/generated/client";
import { defineAction } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import { requireNotAbove } from "../../authz/change/require-not-above.ts";
import { storable } from "../../authz/engine/blast-radius.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { forgetApiKey } from "../credentials/api-key.ts";
import { storeLoginLink } from "../credentials/login-link.ts";
import { keepOut } from "./keep-out.ts";
import {
  type ApiKeyFate,
  createUserInput,
  disableUserInput,
  updateUserInput,
  userInput,
} from "./schema.ts";

/**
 * Adds a person, with roles that allow no more than the adder may do. Groups by rule choose them at
 * once, and what those give counts as well.
 * @returns the token of a one-time link with which the person chooses a password.
 */
export const createUser = defineAction({
  permission: "user.create",
  input: createUserInput,
  run: async (tx, { name, email, externalId, attributes, roleIds, reason }, actor) => {
    const { tenantId } = actor;
    const userId = randomUUID();
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "user.create",
      { users: [userId] },
      async ({ access, policy, roles }) => {
        const given = [...new Set(roleIds)].map((roleId) => {
          const role = policy.roles.get(roleId);
          if (!role) throw invalid("roleIds", `There is no role ${roleId}.`);
          requireManageable(access, policy, roleId, roles);
          return { id: roleId, name: role.held.name };
        });
        await requireUnknown(tx, tenantId, userId, { email, externalId });
        const data = { tenantId, id: userId, email, name, externalId, attributes };
        await tx.user.create({ data }).catch(explainTaken);
        await tx.roleAssignment.createMany({
          data: given.map(({ id }) => ({ tenantId, userId, role: id })),
        });
        return { linkToken: await storeLoginLink(sqlOf(tx), tenantId, userId), roles: given };
      },
    );
    const after = { name, email, externalId, attributes, roles: result.roles };
    return {
      data: { userId, linkToken: result.linkToken },
      events: [
        {
          action: "user.created",
          target: { type: "user", id: userId, name },
          ...because(reason),
          details: { before: null, after, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Changes what is known of a person; groups by rule follow at once. */
export const updateUser = defineAction({
  permission: "user.update",
  input: updateUserInput,
  run: async (tx, { userId, name, externalId, attributes, reason }, actor) => {
    const { tenantId } = actor;
    const { result: before, radius } = await changeAccess(
      tx,
      actor,
      "user.update",
      { users: [userId] },
      async () => {
        const found = await requireUser(tx, tenantId, userId);
        await requireNotAbove(tx, actor, userId);
        const isNew = externalId !== found.externalId;
        if (isNew) await requireUnknown(tx, tenantId, userId, { externalId });
        await tx.user
          .update({
            where: { tenantId_id: { tenantId, id: userId } },
            data: { name, externalId, attributes },
          })
          .catch(explainTaken);
        return { name: found.name, externalId: found.externalId, attributes: found.attributes };
      },
    );
    const details = { before, after: { name, externalId, attributes }, radius: storable(radius) };
    return {
      data: { userId },
      events: [
        {
          action: "user.updated",
          target: { type: "user", id: userId, name },
          ...because(reason),
          details,
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/**
 * Keeps a person out, within a second and in every way: their sessions and one-time links end for good,
 * and the API keys that they made are revoked, or go on in the actor's name. Roles and groups are kept
 * for when they return.
 */
export const disableUser = defineAction({
  permission: "user.disable",
  input: disableUserInput,
  run: async (tx, { userId, reason, apiKeys }, actor) => {
    const { name, ended, radius } = await changeStatus(tx, actor, userId, "disabled", apiKeys);
    const change = { before: { status: "active" }, after: { status: "disabled" } };
    const details = { ...change, ...ended, radius: storable(radius) };
    const target = { type: "user", id: userId, name };
    return {
      data: { userId, apiKeyIds: ended.apiKeys.map(({ id }) => id) },
      events: [{ action: "user.disabled", target, ...because(reason), details }],
    };
  },
  effects: ({ apiKeyIds }, _input, actor) => {
    for (const id of apiKeyIds) forgetApiKey(actor.tenantId, id);
    return announceAccess(actor);
  },
});

/** Lets a person in again, with the roles and groups they had; they log in anew. */
export const enableUser = defineAction({
  permission: "user.disable",
  input: userInput,
  run: async (tx, { userId, reason }, actor) => {
    const { name, ended, radius } = await changeStatus(tx, actor, userId, "active", "revoke");
    const change = { before: { status: "disabled" }, after: { status: "active" } };
    const details = { ...change, ...ended, radius: storable(radius) };
    const target = { type: "user", id: userId, name };
    return {
      data: { userId },
      events: [{ action: "user.enabled", target, ...because(reason), details }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Ends what is left from before whichever way the status changes: older versions left some. */
async function changeStatus(
  tx: TenantTx,
  actor: Actor,
  userId: string,
  status: "active" | "disabled",
  apiKeys: ApiKeyFate,
) {
  const { tenantId } = actor;
  const { result, radius } = await changeAccess(
    tx,
    actor,
    "user.disable",
    { users: [userId] },
    async ({ access }) => {
      const { name, status: before } = await requireUser(tx, tenantId, userId);
      if (before === status) {
        throw new GatehouseError("conflict", `${name} is ${before} already.`);
      }
      const where = { tenantId_id: { tenantId, id: userId } };
      const unlocked = status === "active" ? { unlockedAt: new Date() } : {};
      await tx.user.update({ where, data: { status, ...unlocked } });
      return { name, ended: await keepOut(tx, actor, access, userId, apiKeys) };
    },
  );
  return { ...result, radius };
}

async function requireUser(tx: TenantTx, tenantId: string, userId: string) {
  const found = await tx.user.findUnique({ where: { tenantId_id: { tenantId, id: userId } } });
  if (!found) throw new GatehouseError("not_found", "There is no such person.");
  return found;
}

const readKnown = `
  SELECT 1 FROM user_identifiers
  WHERE tenant_id = $1::uuid AND user_id <> $2::uuid AND key = identifier_key($3)`;

/**
 * Decisions would take one person for another who had an identifier in common, in any case or form.
 * @throws GatehouseError invalid_input when somebody else is known by one of these.
 */
async function requireUnknown(
  tx: TenantTx,
  tenantId: string,
  userId: string,
  identifiers: { email?: string; externalId: string | null },
): Promise<void> {
  for (const [field, value] of Object.entries(identifiers)) {
    if (value === null) continue;
    const known = await sqlOf(tx)(readKnown, [tenantId, userId, value]);
    if (known.length === 0) continue;
    throw field === "email" ? emailTaken() : invalid(field, "Somebody is known by this already.");
  }
}

/** @throws GatehouseError invalid_input for what is unique; everything else as it came. */
function explainTaken(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002")
    throw error;
  const isEmail = JSON.stringify(error.meta).includes("email");
  throw isEmail ? emailTaken() : invalid("externalId", "Somebody is known by this already.");
}

function emailTaken(): GatehouseError {
  return invalid("email", "Somebody has this address already.");
}

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
