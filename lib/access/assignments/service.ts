import { defineAction } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { type Claimed, changeAccess } from "../../authz/change/change-access.ts";
import { storable } from "../../authz/engine/blast-radius.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { hasEnded, windowOf } from "../../core/window.ts";
import type { TenantTx } from "../../platform/db.ts";
import { assignRoleInput, unassignRoleInput } from "./schema.ts";

/**
 * Gives a person a role that allows no more than the giver may do, for good or for a time. One that
 * they had until its end is given anew.
 */
export const assignRole = givingAction("role.assigned");

/** Changes from when until when a person has a role that they have already. */
export const updateAssignment = givingAction("role.assignment_updated");

function givingAction(action: "role.assigned" | "role.assignment_updated") {
  return defineAction({
    permission: "role.assign",
    input: assignRoleInput,
    run: async (tx, { roleId, userId, startsAt, endsAt, reason }, actor) => {
      const { tenantId } = actor;
      const key = { tenantId, userId, role: roleId };
      const { result, radius } = await changeAccess(
        tx,
        actor,
        "role.assign",
        { users: [userId] },
        async (claimed) => {
          const { role, person } = await requireAssignment(tx, actor, claimed, roleId, userId);
          const before = await readAssignment(tx, key);
          const isHeld = before !== null && !hasEnded(before);
          if (isHeld !== (action === "role.assignment_updated")) {
            const message = isHeld
              ? `${person.name} has the role ${role.name} already.`
              : `${person.name} does not have the role ${role.name} any more.`;
            throw new GatehouseError("conflict", message);
          }
          const window = { startsAt, endsAt };
          await tx.roleAssignment.upsert({
            where: { tenantId_userId_role: key },
            create: { ...key, ...window, reason },
            // Why they have it stays true for another time, unless something else is said.
            update: isHeld
              ? { ...window, ...because(reason) }
              : { ...window, reason, assignedAt: new Date() },
          });
          return { role, person, before };
        },
      );
      const { target, details } = assignmentEvent(result.person, result.role);
      const changed = { before: result.before, after: { startsAt, endsAt } };
      return {
        data: { roleId, userId },
        events: [
          {
            action,
            target,
            ...because(reason),
            details: { ...details, ...changed, radius: storable(radius) },
          },
        ],
      };
    },
    effects: (_data, _input, actor) => announceAccess(actor),
  });
}

/** Takes a role from a person. The tenant keeps at least one administrator. */
export const unassignRole = defineAction({
  permission: "role.assign",
  input: unassignRoleInput,
  run: async (tx, { roleId, userId, reason }, actor) => {
    const { tenantId } = actor;
    const key = { tenantId, userId, role: roleId };
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "role.assign",
      { users: [userId] },
      async (claimed) => {
        const { role, person } = await requireAssignment(tx, actor, claimed, roleId, userId);
        const before = await readAssignment(tx, key);
        if (!before) {
          const message = `${person.name} does not have the role ${role.name}.`;
          throw new GatehouseError("conflict", message);
        }
        await tx.roleAssignment.delete({ where: { tenantId_userId_role: key } });
        return { role, person, before };
      },
    );
    const { target, details } = assignmentEvent(result.person, result.role);
    const changed = { before: result.before, after: null };
    return {
      data: { roleId, userId },
      events: [
        {
          action: "role.unassigned",
          target,
          ...because(reason),
          details: { ...details, ...changed, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

type Named = { id: string; name: string };

/** The role and the person of an assignment that the actor may change. */
async function requireAssignment(
  tx: TenantTx,
  { tenantId }: Actor,
  { access, policy, roles }: Claimed,
  roleId: string,
  userId: string,
): Promise<{ role: Named; person: Named }> {
  const role = policy.roles.get(roleId);
  if (!role) throw new GatehouseError("not_found", "There is no such role any more.");
  requireManageable(access, policy, roleId, roles);
  const person = await tx.user.findUnique({
    where: { tenantId_id: { tenantId, id: userId } },
    select: { id: true, name: true },
  });
  if (!person) throw new GatehouseError("not_found", "There is no such person.");
  return { role: role.held, person };
}

/** From when until when somebody has a role, as an event tells it; null when they do not have it. */
async function readAssignment(
  tx: TenantTx,
  key: { tenantId: string; userId: string; role: string },
) {
  const found = await tx.roleAssignment.findUnique({ where: { tenantId_userId_role: key } });
  return found && windowOf(found);
}

function assignmentEvent(person: Named, role: Named) {
  const details = { role: role.id, roleName: role.name };
  return { target: { type: "user", id: person.id, name: person.name }, details };
}
