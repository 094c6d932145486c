import { randomUUID } from "node:crypto";
import type { Actor } from "../access/actor.ts";
import { claimAccess } from "../access/claim-access.ts";
import { isPermissionId, type PermissionId, permissions } from "../access/permissions.ts";
import { permissionsOfStored } from "../access/principal.ts";
import { forgetEverySession } from "../access/session.ts";
import { defineAction } from "../action/define-action.ts";
import { GatehouseError } from "../core/errors.ts";
import { publish } from "../platform/bus.ts";
import { invalidateTags } from "../platform/cache.ts";
import type { TenantTx } from "../platform/db.ts";
import { ACCESS_TAG } from "./queries.ts";
import { assignmentInput, createRoleInput, deleteRoleInput, updateRoleInput } from "./schema.ts";

const ADMIN_ROLE = "tenant_admin";

type StoredRole = {
  id: string;
  name: string;
  description: string;
  permissions: PermissionId[];
  updatedAt: Date;
};

/** @throws GatehouseError not_found; permission_denied when it allows more than the actor holds. */
async function manageableRole(
  tx: TenantTx,
  { tenantId }: Actor,
  roleId: string,
  held: ReadonlySet<PermissionId>,
): Promise<StoredRole> {
  const role = await tx.role.findUnique({
    where: { tenantId_id: { tenantId, id: roleId } },
    include: { permissions: { select: { permission: true } } },
  });
  if (!role) throw new GatehouseError("not_found", "There is no such role any more.");
  const stored = role.permissions.map(({ permission }) => permission);
  const allowed = permissionsOfStored({ id: role.id, permissions: stored });
  const lacking = allowed.filter((id) => !held.has(id));
  if (lacking.length > 0) {
    const message = `${role.name} allows more than you may do yourself: ${namesOf(lacking)}.`;
    throw new GatehouseError("permission_denied", message);
  }
  return { ...role, permissions: allowed };
}

/** @throws GatehouseError invalid_input for permissions that do not exist or the actor lacks. */
function grantable(wanted: readonly string[], held: ReadonlySet<PermissionId>): PermissionId[] {
  const unknown = wanted.filter((id) => !isPermissionId(id));
  if (unknown.length > 0) throw invalid(`There is no permission ${unknown.join(", ")}.`);
  const known = [...new Set(wanted.filter(isPermissionId))].sort();
  const lacking = known.filter((id) => !held.has(id));
  if (lacking.length > 0) throw invalid(`You cannot give what you lack: ${namesOf(lacking)}.`);
  return known;
}

function invalid(message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { permissions: [message] });
}

function namesOf(ids: readonly PermissionId[]): string {
  return ids.map((id) => permissions[id].name).join(", ");
}

/** @throws GatehouseError invalid_input when another role has the name, in any case. */
async function requireFreeName(tx: TenantTx, tenantId: string, name: string, except?: string) {
  const taken = await tx.role.findFirst({
    where: { tenantId, name: { equals: name, mode: "insensitive" }, NOT: { id: except ?? "" } },
  });
  if (!taken) return;
  const message = `There is a role called ${taken.name} already.`;
  throw new GatehouseError("invalid_input", message, { name: [message] });
}

async function announce(actor: Actor): Promise<void> {
  forgetEverySession();
  await invalidateTags(actor.tenantId, [ACCESS_TAG]);
  publish({ tenantId: actor.tenantId, topic: "access" });
}

/** Makes a role of permissions that its maker holds. */
export const createRole = defineAction({
  permission: "role.create",
  input: createRoleInput,
  run: async (tx, { name, description, permissions: wanted }, actor) => {
    const { tenantId } = actor;
    const granted = grantable(wanted, await claimAccess(tx, actor, "role.create"));
    await requireFreeName(tx, tenantId, name);
    const roleId = randomUUID();
    await tx.role.create({ data: { tenantId, id: roleId, name, description } });
    await tx.rolePermission.createMany({
      data: granted.map((permission) => ({ tenantId, roleId, permission })),
    });
    const target = { type: "role", id: roleId, name };
    return {
      data: { roleId },
      events: [{ action: "role.created", target, details: { description, permissions: granted } }],
    };
  },
  effects: (_data, _input, actor) => announce(actor),
});

/** Changes a role, for everybody who has it within a second. */
export const updateRole = defineAction({
  permission: "role.update",
  input: updateRoleInput,
  run: async (tx, { roleId, name, description, permissions: wanted, basedOn }, actor) => {
    const { tenantId } = actor;
    const held = await claimAccess(tx, actor, "role.update");
    const role = await manageableRole(tx, actor, roleId, held);
    if (role.updatedAt.getTime() !== Date.parse(basedOn)) {
      const message = `Somebody changed ${role.name} after you opened it. Load it again first.`;
      throw new GatehouseError("conflict", message);
    }
    const granted = grantable(wanted, held);
    await requireFreeName(tx, tenantId, name, roleId);
    const before = new Set(role.permissions);
    const added = granted.filter((id) => !before.has(id));
    const removed = role.permissions.filter((id) => !granted.includes(id));
    await tx.rolePermission.deleteMany({
      where: { tenantId, roleId, permission: { in: removed } },
    });
    await tx.rolePermission.createMany({
      data: added.map((permission) => ({ tenantId, roleId, permission })),
    });
    await tx.role.update({
      where: { tenantId_id: { tenantId, id: roleId } },
      data: { name, description, updatedAt: new Date() },
    });
    const details = {
      before: { name: role.name, description: role.description, permissions: role.permissions },
      after: { name, description, permissions: granted },
      added,
      removed,
    };
    const target = { type: "role", id: roleId, name };
    return { data: { roleId }, events: [{ action: "role.updated", target, details }] };
  },
  effects: (_data, _input, actor) => announce(actor),
});

/** Deletes a role that nobody has. */
export const deleteRole = defineAction({
  permission: "role.delete",
  input: deleteRoleInput,
  run: async (tx, { roleId }, actor) => {
    const { tenantId } = actor;
    const held = await claimAccess(tx, actor, "role.delete");
    const role = await manageableRole(tx, actor, roleId, held);
    const people = await tx.roleAssignment.count({ where: { tenantId, role: roleId } });
    if (people > 0) {
      const who = people === 1 ? "One person has" : `${people} people have`;
      const message = `${who} this role. Take it from them first.`;
      throw new GatehouseError("conflict", message);
    }
    await tx.role.delete({ where: { tenantId_id: { tenantId, id: roleId } } });
    const target = { type: "role", id: roleId, name: role.name };
    const details = { description: role.description, permissions: role.permissions };
    return { data: { roleId }, events: [{ action: "role.deleted", target, details }] };
  },
  effects: (_data, _input, actor) => announce(actor),
});

/** The role and the person of an assignment that the actor may change. */
async function claimAssignment(tx: TenantTx, actor: Actor, roleId: string, userId: string) {
  const held = await claimAccess(tx, actor, "role.assign");
  const role = await manageableRole(tx, actor, roleId, held);
  return { role, person: await requirePerson(tx, actor.tenantId, userId) };
}

/** Gives a person a role that allows no more than the giver may do. */
export const assignRole = defineAction({
  permission: "role.assign",
  input: assignmentInput,
  run: async (tx, { roleId, userId }, actor) => {
    const { tenantId } = actor;
    const { role, person } = await claimAssignment(tx, actor, roleId, userId);
    const { count } = await tx.roleAssignment.createMany({
      data: { tenantId, userId, role: roleId },
      skipDuplicates: true,
    });
    if (count === 0) {
      throw new GatehouseError("conflict", `${person.name} has the role ${role.name} already.`);
    }
    return {
      data: { roleId, userId },
      events: [{ action: "role.assigned", ...assignmentEvent(person, role) }],
    };
  },
  effects: (_data, _input, actor) => announce(actor),
});

/** Takes a role from a person. The tenant keeps at least one administrator. */
export const unassignRole = defineAction({
  permission: "role.assign",
  input: assignmentInput,
  run: async (tx, { roleId, userId }, actor) => {
    const { tenantId } = actor;
    const { role, person } = await claimAssignment(tx, actor, roleId, userId);
    const { count } = await tx.roleAssignment.deleteMany({
      where: { tenantId, userId, role: roleId },
    });
    if (count === 0) {
      throw new GatehouseError("conflict", `${person.name} does not have the role ${role.name}.`);
    }
    if (roleId === ADMIN_ROLE) await requireAdministrator(tx, tenantId);
    return {
      data: { roleId, userId },
      events: [{ action: "role.unassigned", ...assignmentEvent(person, role) }],
    };
  },
  effects: (_data, _input, actor) => announce(actor),
});

type Named = { id: string; name: string };

function assignmentEvent(person: Named, role: Named) {
  const details = { role: role.id, roleName: role.name };
  return { target: { type: "user", id: person.id, name: person.name }, details };
}

async function requirePerson(tx: TenantTx, tenantId: string, userId: string): Promise<Named> {
  const person = await tx.user.findUnique({
    where: { tenantId_id: { tenantId, id: userId } },
    select: { id: true, name: true },
  });
  if (!person) throw new GatehouseError("not_found", "There is no such person.");
  return person;
}

/** @throws GatehouseError conflict when nobody active would be left. */
async function requireAdministrator(tx: TenantTx, tenantId: string): Promise<void> {
  const left = await tx.roleAssignment.count({
    where: { tenantId, role: ADMIN_ROLE, user: { status: "active" } },
  });
  if (left > 0) return;
  const message = "This is the last tenant admin. Make somebody else one first.";
  throw new GatehouseError("conflict", message);
}
