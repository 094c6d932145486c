import { randomUUID } from "node:crypto";
import { Prisma } from "#prisma/generated/client";
import { defineAction } from "../../action/define-action.ts";
import { namesOf } from "../../authz/catalogue/permissions.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import type { Access } from "../../authz/engine/access.ts";
import { compareAccess, reaches, storable } from "../../authz/engine/blast-radius.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import { readPrincipalsIn } from "../../authz/store/principal.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { hashLinkSecret, LOGIN_LINK_HOURS, makeLoginLink } from "../credentials/login-link.ts";
import { createUserInput, updateUserInput, userInput } from "./schema.ts";

const HOUR_MS = 3_600_000;

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
        return { linkToken: await createLoginLink(tx, tenantId, userId), roles: given };
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
      async ({ access }) => {
        const found = await requireUser(tx, tenantId, userId);
        await requireNotAbove(tx, tenantId, access, userId);
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

/** Keeps a person out, within a second. Their roles and groups are kept for when they return. */
export const disableUser = statusAction("disabled");

/** Lets a person in again, with what they had. */
export const enableUser = statusAction("active");

function statusAction(status: "active" | "disabled") {
  return defineAction({
    permission: "user.disable",
    input: userInput,
    run: async (tx, { userId, reason }, actor) => {
      const { tenantId } = actor;
      const { result, radius } = await changeAccess(
        tx,
        actor,
        "user.disable",
        { users: [userId] },
        async () => {
          const { name, status: before } = await requireUser(tx, tenantId, userId);
          if (before === status) {
            throw new GatehouseError("conflict", `${name} is ${before} already.`);
          }
          const where = { tenantId_id: { tenantId, id: userId } };
          await tx.user.update({ where, data: { status } });
          return { name, before };
        },
      );
      const action = status === "active" ? ("user.enabled" as const) : ("user.disabled" as const);
      const target = { type: "user", id: userId, name: result.name };
      const changed = { before: { status: result.before }, after: { status } };
      const details = { ...changed, radius: storable(radius) };
      return {
        data: { userId },
        events: [{ action, target, ...because(reason), details }],
      };
    },
    effects: (_data, _input, actor) => announceAccess(actor),
  });
}

/**
 * Makes a new one-time link for a person who has not chosen a password yet; earlier ones stop.
 * Somebody who has one would be taken over by it.
 */
export const renewLoginLink = defineAction({
  permission: "user.create",
  input: userInput,
  run: async (tx, { userId, reason }, actor) => {
    const { tenantId } = actor;
    const { name, passwordHash, status } = await requireUser(tx, tenantId, userId);
    if (passwordHash !== null || status !== "active") {
      const message = `${name} ${passwordHash ? "has chosen a password already" : "is disabled"}.`;
      throw new GatehouseError("conflict", message);
    }
    const access = await claimAccess(tx, actor, "user.create");
    await requireNotAbove(tx, tenantId, access, userId);
    await tx.loginLink.updateMany({
      where: { tenantId, userId, usedAt: null },
      data: { expiresAt: new Date() },
    });
    const linkToken = await createLoginLink(tx, tenantId, userId);
    const target = { type: "user", id: userId, name };
    return {
      data: { userId, linkToken },
      events: [{ action: "login_link.created", target, ...because(reason) }],
    };
  },
});

async function requireUser(tx: TenantTx, tenantId: string, userId: string) {
  const found = await tx.user.findUnique({ where: { tenantId_id: { tenantId, id: userId } } });
  if (!found) throw new GatehouseError("not_found", "There is no such person.");
  return found;
}

/**
 * Whoever could change how somebody is known, or signs in, could act as them.
 * @throws GatehouseError permission_denied when the person may do what the actor may not.
 */
async function requireNotAbove(
  tx: TenantTx,
  tenantId: string,
  access: Access,
  userId: string,
): Promise<void> {
  const person = (await readPrincipalsIn(sqlOf(tx), tenantId, [userId])).get(userId);
  const theirs = compareAccess(null, person?.access ?? null).gained;
  const lacking = theirs.filter((each) => !reaches(access, each));
  if (!person || lacking.length === 0) return;
  const names = namesOf([...new Set(lacking.map(({ permission }) => permission))]);
  const message = `${person.name} may do what you may not do yourself: ${names}.`;
  throw new GatehouseError("permission_denied", message);
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

async function createLoginLink(tx: TenantTx, tenantId: string, userId: string): Promise<string> {
  const linkId = randomUUID();
  const { token, secret } = makeLoginLink(tenantId, linkId);
  await tx.loginLink.create({
    data: {
      tenantId,
      id: linkId,
      userId,
      tokenHash: new Uint8Array(hashLinkSecret(secret)),
      expiresAt: new Date(Date.now() + LOGIN_LINK_HOURS * HOUR_MS),
    },
  });
  return token;
}

/** @throws GatehouseError invalid_input for what is unique; everything else as it came. */
function explainTaken(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002")
    throw error;
  // Addresses are unique over all tenants: the message must not say whose it is.
  const isEmail = JSON.stringify(error.meta).includes("email");
  throw isEmail ? emailTaken() : invalid("externalId", "Somebody is known by this already.");
}

function emailTaken(): GatehouseError {
  return invalid("email", "This address cannot be used: somebody has it already.");
}

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
