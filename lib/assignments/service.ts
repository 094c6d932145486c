import type { Actor } from "../access/actor.ts";
import { announceAccess } from "../access/announce.ts";
import { storable } from "../access/blast-radius.ts";
import { type Claimed, changeAccess } from "../access/change-access.ts";
import { requireManageable } from "../access/role-limits.ts";
import { defineAction } from "../action/define-action.ts";
import { GatehouseError } from "../core/errors.ts";
import type { TenantTx } from "../platform/db.ts";
import { assignRoleInput, unassignRoleInput } from "./schema.ts";

/** Gives a person a role that allows no more than the giver may do, for good or for a time. */
export const assignRole = defineAction({
  permission: "role.assign",
  input: assignRoleInput,
  run: async (tx, { roleId, userId, startsAt, endsAt, reason }, actor) => {
    const { tenantId } = actor;
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "role.assign",
      { users: [userId] },
      async (claimed) => {
        const { role, person } = await requireAssignment(tx, actor, claimed, roleId, userId);
        const { count } = await tx.roleAssignment.createMany({
          data: { tenantId, userId, role: roleId, startsAt, endsAt, reason },
          skipDuplicates: true,
        });
        if (count === 0) {
          const message = `${person.name} has the role ${role.name} already.`;
          throw new GatehouseError("conflict", message);
        }
        return { role, person };
      },
    );
    const { target, details } = assignmentEvent(result.person, result.role);
    const after = { ...details, startsAt, endsAt, radius: storable(radius) };
    return {
      data: { roleId, userId },
      events: [{ action: "role.assigned", target, ...(reason ? { reason } : {}), details: after }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Takes a role from a person. The tenant keeps at least one administrator. */
export const unassignRole = defineAction({
  permission: "role.assign",
  input: unassignRoleInput,
  run: async (tx, { roleId, userId }, actor) => {
    const { tenantId } = actor;
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "role.assign",
      { users: [userId] },
      async (claimed) => {
        const { role, person } = await requireAssignment(tx, actor, claimed, roleId, userId);
        const { count } = await tx.roleAssignment.deleteMany({
          where: { tenantId, userId, role: roleId },
        });
        if (count === 0) {
          const message = `${person.name} does not have the role ${role.name}.`;
          throw new GatehouseError("conflict", message);
        }
        return { role, person };
      },
    );
    const { target, details } = assignmentEvent(result.person, result.role);
    return {
      data: { roleId, userId },
      events: [
        { action: "role.unassigned", target, details: { ...details, radius: storable(radius) } },
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

function assignmentEvent(person: Named, role: Named) {
  const details = { role: role.id, roleName: role.name };
  return { target: { type: "user", id: person.id, name: person.name }, details };
}
