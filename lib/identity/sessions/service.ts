import { z } from "zod";
import { defineAction } from "../../action/define-action.ts";
import { readPrincipalsIn } from "../../authz/store/principal.ts";
import { forgetPrincipal } from "../../authz/store/recent-principals.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { chooseRolesInput, ownSessionInput, revokeSessionInput } from "./schema.ts";

/**
 * Ends a live session and returns whose it was.
 * @throws GatehouseError not_found when there is no such live session in the tenant.
 */
async function endSession(tx: TenantTx, where: { tenantId: string; id: string; userId?: string }) {
  const ended = await tx.session.updateManyAndReturn({
    where: { ...where, revokedAt: null },
    data: { revokedAt: new Date() },
    select: { id: true, user: { select: { id: true, name: true } } },
  });
  const session = ended[0];
  if (!session) throw new GatehouseError("not_found", "This session has ended already.");
  return session;
}

/** Logs somebody out; bites in every process within a second. */
export const revokeSession = defineAction({
  permission: "session.revoke",
  input: revokeSessionInput,
  run: async (tx, { sessionId, reason }, actor) => {
    const { id, user } = await endSession(tx, { tenantId: actor.tenantId, id: sessionId });
    const target = { type: "session", id, name: user.name };
    return {
      data: { sessionId: id },
      events: [
        {
          action: "session.revoked",
          target,
          details: { userId: user.id },
          ...because(reason),
        },
      ],
    };
  },
  effects: ({ sessionId }) => forgetPrincipal(sessionId),
});

/** Ends one of the actor's own sessions on another device. */
export const revokeOwnSession = defineAction({
  permission: "self",
  input: ownSessionInput,
  run: async (tx, { sessionId }, actor) => {
    const where = { tenantId: actor.tenantId, id: sessionId, userId: actor.id };
    const { id, user } = await endSession(tx, where);
    const target = { type: "session", id, name: user.name };
    return { data: { sessionId: id }, events: [{ action: "session.revoked", target }] };
  },
  effects: ({ sessionId }) => forgetPrincipal(sessionId),
});

/** Ends the session with which the request came. */
export const logOut = defineAction({
  permission: "self",
  input: z.strictObject({}),
  run: async (tx, _input, actor) => {
    if (!actor.sessionId) throw new GatehouseError("not_found", "There is no session to end.");
    const where = { tenantId: actor.tenantId, id: actor.sessionId, userId: actor.id };
    const { id } = await endSession(tx, where);
    return {
      data: { sessionId: id },
      events: [{ action: "session.ended", target: { type: "session", id } }],
    };
  },
  effects: ({ sessionId }) => forgetPrincipal(sessionId),
});

/**
 * Decides which of the actor's own roles that exclude each other this session uses.
 * @throws GatehouseError conflict when they cannot be used together, or are not the actor's.
 */
export const chooseRoles = defineAction({
  permission: "self",
  input: chooseRolesInput,
  run: async (tx, { roleIds }, actor) => {
    const { tenantId, id: userId, sessionId } = actor;
    if (!sessionId) throw new GatehouseError("not_found", "There is no session to choose for.");
    const sql = sqlOf(tx);
    const using = (await readPrincipalsIn(sql, tenantId, [userId], roleIds)).get(userId);
    const usable = new Set(using?.roles.map(({ id }) => id));
    const refused = roleIds.find((id) => !usable.has(id));
    if (refused !== undefined || !using) {
      const message = "These roles are not yours, or cannot be used together.";
      throw new GatehouseError("conflict", message);
    }
    const changed = await tx.session.updateMany({
      where: { tenantId, id: sessionId, userId, revokedAt: null },
      data: { activeRoles: roleIds },
    });
    if (changed.count === 0) {
      throw new GatehouseError("not_found", "This session has ended already.");
    }
    const before = actor.access.choice;
    const used = using.roles.filter(({ id }) => roleIds.includes(id));
    const name = used.map((role) => role.name).join(", ");
    return {
      data: { sessionId, roleIds },
      events: [
        {
          action: "session.roles_chosen",
          target: { type: "session", id: sessionId, ...(name ? { name } : {}) },
          details: { before, after: roleIds },
        },
      ],
    };
  },
  effects: ({ sessionId }) => forgetPrincipal(sessionId),
});
