import { z } from "zod";
import { forgetSession } from "../access/session.ts";
import { defineAction } from "../action/define-action.ts";
import { GatehouseError } from "../core/errors.ts";
import type { TenantTx } from "../platform/db.ts";
import { revokeSessionInput } from "./schema.ts";

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

/** Signs somebody out; bites in every process within a second. */
export const revokeSession = defineAction({
  permission: "session.revoke",
  input: revokeSessionInput,
  run: async (tx, { sessionId }, actor) => {
    const { id, user } = await endSession(tx, { tenantId: actor.tenantId, id: sessionId });
    const target = { type: "session", id, name: user.name };
    return {
      data: { sessionId: id },
      events: [{ action: "session.revoked", target, details: { userId: user.id } }],
    };
  },
  effects: ({ sessionId }) => forgetSession(sessionId),
});

/** Ends one of the actor's own sessions on another device. */
export const revokeOwnSession = defineAction({
  permission: "self",
  input: revokeSessionInput,
  run: async (tx, { sessionId }, actor) => {
    const where = { tenantId: actor.tenantId, id: sessionId, userId: actor.id };
    const { id, user } = await endSession(tx, where);
    const target = { type: "session", id, name: user.name };
    return { data: { sessionId: id }, events: [{ action: "session.revoked", target }] };
  },
  effects: ({ sessionId }) => forgetSession(sessionId),
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
  effects: ({ sessionId }) => forgetSession(sessionId),
});
