import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { Prisma } from "#prisma/generated/client";
import { announceAccess } from "../access/announce.ts";
import { storable } from "../access/blast-radius.ts";
import { changeAccess } from "../access/change-access.ts";
import { requireManageable } from "../access/role-limits.ts";
import { defineAction } from "../action/define-action.ts";
import type { RuleCondition } from "../core/attributes.ts";
import { GatehouseError } from "../core/errors.ts";
import {
  type Person,
  requireFreeName,
  requireGroup,
  requireHandMade,
  requirePeople,
  requireWithin,
} from "./checks.ts";
import {
  assignGroupRoleInput,
  createGroupInput,
  groupInput,
  membersInput,
  unassignGroupRoleInput,
  updateGroupInput,
} from "./schema.ts";

/** Makes a group by hand or by rule. It gives nothing yet. */
export const createGroup = defineAction({
  permission: "group.create",
  input: createGroupInput,
  run: async (tx, { name, description, rule }, actor) => {
    const { tenantId } = actor;
    const groupId = randomUUID();
    await changeAccess(tx, actor, "group.create", {}, async () => {
      await requireFreeName(tx, tenantId, name);
      const data = { tenantId, id: groupId, name, description, rule: stored(rule) };
      await tx.group.create({ data });
    });
    return {
      data: { groupId },
      events: [
        {
          action: "group.created",
          target: { type: "group", id: groupId, name },
          details: { after: { name, description, rule } },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Changes a group. A new rule chooses its people anew; without one they stay as they are. */
export const updateGroup = defineAction({
  permission: "group.update",
  input: updateGroupInput,
  run: async (tx, { groupId, basedOn, name, description, rule }, actor) => {
    const { tenantId } = actor;
    const { result: before, radius } = await changeAccess(
      tx,
      actor,
      "group.update",
      // Those whom a new rule chooses are in the group after the change.
      { groups: [groupId] },
      async (claimed) => {
        const found = await requireGroup(tx, tenantId, groupId);
        if (!isDeepStrictEqual(found.rule, rule)) requireWithin(claimed, found);
        if (found.updatedAt.getTime() !== Date.parse(basedOn)) {
          const message = `Somebody changed ${found.name} after you opened it. Load it again first.`;
          throw new GatehouseError("conflict", message);
        }
        await requireFreeName(tx, tenantId, name, groupId);
        await tx.group.update({
          where: { tenantId_id: { tenantId, id: groupId } },
          data: { name, description, rule: stored(rule), updatedAt: new Date() },
        });
        return { name: found.name, description: found.description, rule: found.rule };
      },
    );
    return {
      data: { groupId },
      events: [
        {
          action: "group.updated",
          target: { type: "group", id: groupId, name },
          details: { before, after: { name, description, rule }, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Deletes a group, and all that was given to it. */
export const deleteGroup = defineAction({
  permission: "group.delete",
  input: groupInput,
  run: async (tx, { groupId }, actor) => {
    const { tenantId } = actor;
    const { result: found, radius } = await changeAccess(
      tx,
      actor,
      "group.delete",
      { groups: [groupId] },
      async (claimed) => {
        const group = await requireGroup(tx, tenantId, groupId);
        requireWithin(claimed, group);
        await tx.group.delete({ where: { tenantId_id: { tenantId, id: groupId } } });
        return group;
      },
    );
    const { name, description, rule, roles, grants, _count } = found;
    const before = { name, description, rule, roles: roles.map((each) => each.role) };
    return {
      data: { groupId },
      events: [
        {
          action: "group.deleted",
          target: { type: "group", id: groupId, name },
          details: {
            before: { ...before, members: _count.members, grants: grants.length },
            radius: storable(radius),
          },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Puts people into a group by hand, which gives them what the group has. */
export const addMembers = defineAction({
  permission: "group.manage_members",
  input: membersInput,
  run: async (tx, { groupId, userIds }, actor) => {
    const { tenantId } = actor;
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "group.manage_members",
      { users: userIds },
      async (claimed) => {
        const group = await requireHandMade(tx, tenantId, groupId);
        requireWithin(claimed, group);
        const asked = await requirePeople(tx, tenantId, groupId, userIds);
        const people = asked.filter(({ isMember }) => !isMember);
        if (people.length === 0) {
          throw new GatehouseError("conflict", `They are in ${group.name} already.`);
        }
        const data = people.map(({ id: userId }) => ({ tenantId, groupId, userId }));
        await tx.groupMember.createMany({ data });
        return { group, people };
      },
    );
    return membersOutcome("group.members_added", groupId, result, storable(radius));
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Takes people out of a group by hand. */
export const removeMembers = defineAction({
  permission: "group.manage_members",
  input: membersInput,
  run: async (tx, { groupId, userIds }, actor) => {
    const { tenantId } = actor;
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "group.manage_members",
      { users: userIds },
      async (claimed) => {
        const group = await requireHandMade(tx, tenantId, groupId);
        requireWithin(claimed, group);
        const asked = await requirePeople(tx, tenantId, groupId, userIds);
        const people = asked.filter(({ isMember }) => isMember);
        if (people.length === 0) {
          throw new GatehouseError("conflict", `They are not in ${group.name}.`);
        }
        const ids = people.map(({ id }) => id);
        await tx.groupMember.deleteMany({ where: { tenantId, groupId, userId: { in: ids } } });
        return { group, people };
      },
    );
    return membersOutcome("group.members_removed", groupId, result, storable(radius));
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Those who came or left: whoever was there, or not there, already is no news. */
type Members = { group: { name: string }; people: Person[] };

function membersOutcome(
  action: "group.members_added" | "group.members_removed",
  groupId: string,
  { group, people: moved }: Members,
  radius: ReturnType<typeof storable>,
) {
  const people = moved.map(({ id, name }) => ({ id, name }));
  const target = { type: "group", id: groupId, name: group.name };
  return { data: { groupId }, events: [{ action, target, details: { people, radius } }] as const };
}

/** Gives everybody in a group a role that allows no more than the giver may do. */
export const assignGroupRole = defineAction({
  permission: "role.assign",
  input: assignGroupRoleInput,
  run: async (tx, { groupId, roleId, startsAt, endsAt, reason }, actor) => {
    const { tenantId } = actor;
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "role.assign",
      { groups: [groupId] },
      async ({ access, policy, roles }) => {
        const group = await requireGroup(tx, tenantId, groupId);
        const role = policy.roles.get(roleId);
        if (!role) throw new GatehouseError("not_found", "There is no such role any more.");
        requireManageable(access, policy, roleId, roles);
        const { count } = await tx.groupRole.createMany({
          data: { tenantId, groupId, role: roleId, startsAt, endsAt, reason },
          skipDuplicates: true,
        });
        if (count > 0) return { group, role: role.held };
        const message = `${group.name} has the role ${role.held.name} already.`;
        throw new GatehouseError("conflict", message);
      },
    );
    const { group, role } = result;
    const details = { role: roleId, roleName: role.name, startsAt, endsAt };
    return {
      data: { groupId, roleId },
      events: [
        {
          action: "group.role_assigned",
          target: { type: "group", id: groupId, name: group.name },
          ...(reason ? { reason } : {}),
          details: { ...details, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Takes a role from everybody in a group who has it through the group. */
export const unassignGroupRole = defineAction({
  permission: "role.assign",
  input: unassignGroupRoleInput,
  run: async (tx, { groupId, roleId }, actor) => {
    const { tenantId } = actor;
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "role.assign",
      { groups: [groupId] },
      async ({ access, policy, roles }) => {
        const group = await requireGroup(tx, tenantId, groupId);
        requireManageable(access, policy, roleId, roles);
        const where = { tenantId, groupId, role: roleId };
        const { count } = await tx.groupRole.deleteMany({ where });
        if (count > 0) return { group, role: policy.roles.get(roleId)?.held };
        throw new GatehouseError("conflict", `${group.name} does not have this role.`);
      },
    );
    return {
      data: { groupId, roleId },
      events: [
        {
          action: "group.role_unassigned",
          target: { type: "group", id: groupId, name: result.group.name },
          details: { role: roleId, roleName: result.role?.name, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

function stored(rule: RuleCondition[] | null) {
  return rule ?? Prisma.DbNull;
}
