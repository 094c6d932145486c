import { randomUUID } from "node:crypto";
import { defineAction } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { type Claimed, changeAccess } from "../../authz/change/change-access.ts";
import { storable } from "../../authz/engine/blast-radius.ts";
import type { RoleEntry } from "../../authz/engine/facts.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import {
  requireGrantable,
  requireManageable,
  requireNoCircle,
} from "../../authz/engine/role-limits.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { findSameName } from "../../platform/free-name.ts";
import { endRequests } from "./end-requests.ts";
import { reassign } from "./reassign.ts";
import { createRoleInput, deleteRoleInput, updateRoleInput } from "./schema.ts";

/** What a role says, for events: one line a permission. */
type Said = { name: string; description: string; entries: RoleEntry[]; parents: string[] };

/** @throws GatehouseError not_found */
async function readRole(tx: TenantTx, tenantId: string, roleId: string) {
  const role = await tx.role.findUnique({
    where: { tenantId_id: { tenantId, id: roleId } },
    include: { permissions: true, parents: true, children: { include: { role: true } } },
  });
  if (!role) throw new GatehouseError("not_found", "There is no such role any more.");
  const said: Said = {
    name: role.name,
    description: role.description,
    entries: role.permissions
      .map(({ permission, effect, ownOnly }) => ({
        permission,
        effect: effect === "deny" ? ("deny" as const) : ("allow" as const),
        ownOnly,
      }))
      .sort(byPermission),
    parents: role.parents.map(({ parentId }) => parentId).sort(),
  };
  return { ...role, said };
}

function byPermission(a: RoleEntry, b: RoleEntry): number {
  return a.permission < b.permission ? -1 : 1;
}

/** @throws GatehouseError invalid_input when another role has the name, in any case and form. */
async function requireFreeName(tx: TenantTx, tenantId: string, name: string, except?: string) {
  const taken = await findSameName(tx, "roles", tenantId, name, except);
  if (taken === null) return;
  const message = `There is a role called ${taken} already.`;
  throw new GatehouseError("invalid_input", message, { name: [message] });
}

/** Writes what a role says, and refuses what its editor may not say. */
async function writeRole(
  tx: TenantTx,
  tenantId: string,
  roleId: string,
  { name, entries, parents }: Said,
  { access, policy, roles }: Claimed,
): Promise<void> {
  requireGrantable(access, policy, entries);
  requireNoCircle(roles, { id: roleId, name, parents });
  await tx.rolePermission.deleteMany({ where: { tenantId, roleId } });
  await tx.rolePermission.createMany({
    data: entries.map((entry) => ({ tenantId, roleId, ...entry })),
  });
  await tx.roleParent.deleteMany({ where: { tenantId, roleId } });
  await tx.roleParent.createMany({
    data: parents.map((parentId) => ({ tenantId, roleId, parentId })),
  });
  const facts = await readPolicyFacts(sqlOf(tx), tenantId);
  requireManageable(access, compilePolicy(facts), roleId, facts.roles);
}

/** Makes a role of permissions that its maker holds. */
export const createRole = defineAction({
  permission: "role.create",
  input: createRoleInput,
  run: async (tx, { reason, ...input }, actor) => {
    const { tenantId } = actor;
    const { name, description } = input;
    const roleId = randomUUID();
    const said = normalized(input);
    const { radius } = await changeAccess(tx, actor, "role.create", {}, async (claimed) => {
      await requireFreeName(tx, tenantId, name);
      await tx.role.create({ data: { tenantId, id: roleId, name, description } });
      await writeRole(tx, tenantId, roleId, said, claimed);
    });
    const target = { type: "role", id: roleId, name };
    const details = { before: null, after: said, radius: storable(radius) };
    return {
      data: { roleId },
      events: [{ action: "role.created", target, ...because(reason), details }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

function normalized({ name, description, entries, parents }: Said): Said {
  return {
    name,
    description,
    entries: [...entries].sort(byPermission),
    parents: [...new Set(parents)].sort(),
  };
}

/** Changes a role, for everybody who has it within a second. */
export const updateRole = defineAction({
  permission: "role.update",
  input: updateRoleInput,
  run: async (tx, { roleId, basedOn, reason, ...input }, actor) => {
    const { tenantId } = actor;
    const after = normalized(input);
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "role.update",
      { roles: [roleId] },
      async (claimed) => {
        const role = await readRole(tx, tenantId, roleId);
        requireManageable(claimed.access, claimed.policy, roleId, claimed.roles);
        if (role.updatedAt.getTime() !== Date.parse(basedOn)) {
          const message = `Somebody changed ${role.name} after you opened it. Load it again first.`;
          throw new GatehouseError("conflict", message);
        }
        await requireFreeName(tx, tenantId, after.name, roleId);
        await writeRole(tx, tenantId, roleId, after, claimed);
        await tx.role.update({
          where: { tenantId_id: { tenantId, id: roleId } },
          data: { name: after.name, description: after.description, updatedAt: new Date() },
        });
        return role.said;
      },
    );
    const target = { type: "role", id: roleId, name: after.name };
    const details = { before: result, after, radius: storable(radius) };
    return {
      data: { roleId },
      events: [{ action: "role.updated", target, ...because(reason), details }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/**
 * Deletes a role; whoever has it gets another one, when the deleter says which. What was asked for of it
 * ends with it.
 */
export const deleteRole = defineAction({
  permission: "role.delete",
  input: deleteRoleInput,
  run: async (tx, { roleId, reassignTo, reason }, actor) => {
    const { tenantId } = actor;
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "role.delete",
      { roles: [roleId] },
      async ({ access, policy, roles }) => {
        const role = await readRole(tx, tenantId, roleId);
        requireManageable(access, policy, roleId, roles);
        requireNoChildren(
          role.name,
          role.children.map((child) => child.role.name),
        );
        const moved = reassignTo === null ? null : await reassign(tx, tenantId, roleId, reassignTo);
        if (!moved) await requireNobody(tx, tenantId, roleId);
        const ended = await endRequests(tx, actor, roleId, reason);
        await tx.role.delete({ where: { tenantId_id: { tenantId, id: roleId } } });
        return { role, moved, ended };
      },
    );
    const { role, moved, ended } = result;
    const target = { type: "role", id: roleId, name: role.name };
    const changed = { before: role.said, after: null, reassigned: moved };
    return {
      data: { roleId },
      events: [
        {
          action: "role.deleted",
          target,
          ...because(reason),
          details: { ...changed, requests: ended.length, radius: storable(radius) },
        },
        ...ended,
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

function requireNoChildren(name: string, children: readonly string[]): void {
  if (children.length === 0) return;
  const message = `${children.join(", ")} inherit${children.length === 1 ? "s" : ""} from ${name}. Change that first.`;
  throw new GatehouseError("conflict", message);
}

async function requireNobody(tx: TenantTx, tenantId: string, roleId: string): Promise<void> {
  const people = await tx.roleAssignment.count({ where: { tenantId, role: roleId } });
  const groups = await tx.groupRole.count({ where: { tenantId, role: roleId } });
  if (people + groups === 0) return;
  const who = [
    people > 0 ? (people === 1 ? "one person" : `${people} people`) : null,
    groups > 0 ? (groups === 1 ? "one group" : `${groups} groups`) : null,
  ].filter(Boolean);
  const message = `This role still belongs to ${who.join(" and ")}. Say which role they get instead.`;
  throw new GatehouseError("conflict", message);
}
