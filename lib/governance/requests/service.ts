import { randomUUID } from "node:crypto";
import { defineAction } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { storable } from "../../authz/engine/blast-radius.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { windowOf } from "../../core/window.ts";
import { announce } from "../../platform/announce.ts";
import { sqlOf } from "../../platform/db.ts";
import { recordAlert } from "./alert.ts";
import {
  decidedBy,
  giveFor,
  lapsedBefore,
  requireActivePerson,
  requireAllowed,
  requireInForce,
  requireNotHeld,
  requireOthers,
  requireOwn,
  requirePending,
  requirePerson,
  requireRequest,
  requireRole,
  setState,
} from "./checks.ts";
import { aboutOf, aboutRequest } from "./events.ts";
import { askExceptions, withdrawExceptions } from "./exceptions.ts";
import {
  approveRequestInput,
  breakGlassInput,
  createRequestInput,
  endElevationInput,
  refuseRequestInput,
  updateElevationInput,
  withdrawRequestInput,
} from "./schema.ts";

/**
 * Decides whether a role can be asked for or taken in an emergency, and for how long at most. Whoever
 * decides that must be able to manage the role; roles that are in force keep the end they have.
 */
export const updateElevation = defineAction({
  permission: "elevation.update",
  input: updateElevationInput,
  run: async (tx, { roleId, requestMinutes, emergencyMinutes, reason }, actor) => {
    const { tenantId } = actor;
    const access = await claimAccess(tx, actor, "elevation.update");
    const facts = await readPolicyFacts(sqlOf(tx), tenantId);
    const policy = compilePolicy(facts);
    const role = requireRole(policy, roleId);
    requireManageable(access, policy, roleId, facts.roles);
    const where = { tenantId_roleId: { tenantId, roleId } };
    const select = { requestMinutes: true, emergencyMinutes: true };
    const before = await tx.elevationRule.findUnique({ where, select });
    const isAllowed = requestMinutes !== null || emergencyMinutes !== null;
    const after = isAllowed ? { requestMinutes, emergencyMinutes } : null;
    if (after) {
      const create = { tenantId, roleId, ...after };
      await tx.elevationRule.upsert({ where, create, update: after });
    } else await tx.elevationRule.deleteMany({ where: { tenantId, roleId } });
    const target = { type: "role", id: roleId, name: role.name };
    return {
      data: { roleId },
      events: [
        {
          action: "elevation_rule.updated",
          target,
          ...because(reason),
          details: { before, after },
        },
      ],
    };
  },
});

/**
 * Asks for a role for a time. Somebody else has to approve it, so it is not filed when nobody could:
 * when a separation of duty forbids it, an exception must have been asked for or be asked for with it.
 */
export const createRequest = defineAction({
  permission: "access_request.create",
  input: createRequestInput,
  run: async (tx, { roleId, minutes, reason, exception }, actor) => {
    const { tenantId, id: userId } = actor;
    requirePerson(actor);
    await claimAccess(tx, actor, "access_request.create");
    const policy = compilePolicy(await readPolicyFacts(sqlOf(tx), tenantId));
    const role = requireRole(policy, roleId);
    await requireAllowed(tx, tenantId, role, "request", minutes);
    const names = { person: actor.name, role: role.name };
    await requireNotHeld(tx, { tenantId, userId, role: roleId }, names);
    const pending = { tenantId, userId, roleId, state: "pending" };
    await tx.accessRequest.updateMany({
      where: { ...pending, createdAt: { lte: lapsedBefore() } },
      data: { state: "lapsed" },
    });
    if (await tx.accessRequest.findFirst({ where: pending, select: { id: true } })) {
      const message = `You have asked for ${role.name} already. Withdraw that request first.`;
      throw new GatehouseError("conflict", message);
    }
    const exceptions = await askExceptions(tx, actor, policy, { role, minutes, exception });
    const requestId = randomUUID();
    const asked = { userId, roleId, roleName: role.name, kind: "request", minutes, reason };
    await tx.accessRequest.create({ data: { tenantId, id: requestId, ...asked } });
    const about = aboutOf({ requestId, person: { id: userId, name: actor.name }, role });
    const details = { ...about.details, minutes };
    return {
      data: { requestId },
      events: [{ action: "access_request.created", ...about, reason, details }, ...exceptions],
    };
  },
});

/** Takes back what one has asked for and nobody has decided yet. */
export const withdrawRequest = defineAction({
  permission: "access_request.create",
  input: withdrawRequestInput,
  run: async (tx, { requestId }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "access_request.create");
    const found = await requireRequest(tx, tenantId, requestId);
    requireOwn(actor, found.userId);
    await requirePending(tx, tenantId, requestId);
    await setState(tx, tenantId, requestId, { state: "withdrawn" });
    const exceptions = await withdrawExceptions(tx, found);
    return {
      data: { requestId },
      events: [{ action: "access_request.withdrawn", ...aboutRequest(found) }, ...exceptions],
    };
  },
});

/** Gives the role that was asked for, for as long or shorter, within what the approver may do. */
export const approveRequest = defineAction({
  permission: "access_request.approve",
  input: approveRequestInput,
  run: async (tx, { requestId, minutes: shortened, comment }, actor) => {
    const { tenantId } = actor;
    requirePerson(actor);
    const { userId, roleId } = await requireRequest(tx, tenantId, requestId);
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "access_request.approve",
      { users: [userId], willing: [userId] },
      async ({ access, policy, roles }) => {
        const found = await requirePending(tx, tenantId, requestId);
        requireOthers(actor, userId);
        const role = requireRole(policy, roleId);
        const person = await requireActivePerson(tx, tenantId, userId);
        const minutes = shortened ?? found.minutes;
        if (minutes > found.minutes) {
          throw new GatehouseError("conflict", "This is longer than what was asked for.");
        }
        await requireAllowed(tx, tenantId, role, "request", minutes);
        requireManageable(access, policy, roleId, roles);
        const key = { tenantId, userId, role: roleId };
        const names = { person: person.name, role: role.name };
        const given = await giveFor(tx, key, names, minutes, found.reason);
        await setState(tx, tenantId, requestId, {
          ...decidedBy(actor, "approved", comment),
          startsAt: given.startsAt,
          endsAt: given.endsAt,
        });
        return { given, about: aboutOf({ requestId, person, role }) };
      },
    );
    const { given, about } = result;
    const details = {
      ...about.details,
      before: given.before,
      after: windowOf(given),
      radius: storable(radius),
    };
    const event = { ...about, ...because(comment), details };
    return { data: { requestId }, events: [{ action: "access_request.approved", ...event }] };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Leaves everything as it is, and says why. */
export const refuseRequest = defineAction({
  permission: "access_request.approve",
  input: refuseRequestInput,
  run: async (tx, { requestId, comment }, actor) => {
    const { tenantId } = actor;
    requirePerson(actor);
    await claimAccess(tx, actor, "access_request.approve");
    const found = await requirePending(tx, tenantId, requestId);
    requireOthers(actor, found.userId);
    await setState(tx, tenantId, requestId, decidedBy(actor, "refused", comment));
    const exceptions = await withdrawExceptions(tx, found);
    const event = { action: "access_request.refused" as const, ...aboutRequest(found) };
    return { data: { requestId }, events: [{ ...event, reason: comment }, ...exceptions] };
  },
});

/** Ends a role before its time, however it was come by and whatever it allows: time would as well. */
export const endElevation = endingAction("access_request.approve");

/** Gives back before its time what one has asked for or taken. */
export const giveBack = endingAction("access_request.create");

function endingAction(permission: "access_request.approve" | "access_request.create") {
  return defineAction({
    permission,
    input: endElevationInput,
    run: async (tx, { requestId, reason }, actor) => {
      const { tenantId } = actor;
      const { userId } = await requireRequest(tx, tenantId, requestId);
      if (permission === "access_request.create") requireOwn(actor, userId);
      const { result: found, radius } = await changeAccess(
        tx,
        actor,
        permission,
        { users: [userId] },
        async () => {
          const inForce = await requireInForce(tx, tenantId, requestId);
          await tx.roleAssignment.delete({ where: { tenantId_userId_role: inForce.key } });
          const ended = { endedBy: actor.id, endedByName: actor.name, endedAt: new Date() };
          await setState(tx, tenantId, requestId, { state: "ended", ...ended });
          return inForce;
        },
        "mandate",
      );
      const about = aboutRequest(found);
      const details = {
        ...about.details,
        before: windowOf(found),
        after: null,
        radius: storable(radius),
      };
      const event = { ...about, ...because(reason), details };
      return { data: { requestId }, events: [{ action: "access_request.ended", ...event }] };
    },
    effects: (_data, _input, actor) => announceAccess(actor),
  });
}

/**
 * Takes a role at once, for a short time. Nobody approves it: whoever could manage the role has
 * decided before that it may be taken. Everybody who sees alerts learns of it in the same moment.
 */
export const breakGlass = defineAction({
  permission: "break_glass.use",
  input: breakGlassInput,
  run: async (tx, { roleId, minutes, reason }, actor) => {
    const { tenantId, id: userId } = actor;
    requirePerson(actor);
    const requestId = randomUUID();
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "break_glass.use",
      { users: [userId] },
      async ({ policy }) => {
        const role = requireRole(policy, roleId);
        await requireAllowed(tx, tenantId, role, "emergency", minutes);
        const key = { tenantId, userId, role: roleId };
        const names = { person: actor.name, role: role.name };
        const given = await giveFor(tx, key, names, minutes, reason);
        const { startsAt, endsAt } = given;
        const taken = { userId, roleId, roleName: role.name, kind: "emergency", minutes, reason };
        const inForce = { state: "approved", startsAt, endsAt, createdAt: startsAt };
        await tx.accessRequest.create({ data: { tenantId, id: requestId, ...taken, ...inForce } });
        return { given, role };
      },
      "mandate",
    );
    const { given, role } = result;
    const about = aboutOf({ requestId, person: { id: userId, name: actor.name }, role });
    const alertId = await recordAlert(tx, actor);
    const changed = { before: given.before, after: windowOf(given), radius: storable(radius) };
    const details = { ...about.details, alertId, minutes, ...changed };
    return {
      data: { requestId, endsAt: given.endsAt.toISOString() },
      events: [{ action: "break_glass.used", ...about, reason, details }],
    };
  },
  effects: async (_data, _input, actor) => {
    await announceAccess(actor);
    await announce(actor.tenantId, "alerts");
  },
});
