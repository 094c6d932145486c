import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { Prisma } from "#prisma/generated/client";
import { defineAction } from "../../action/define-action.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import type { BlastRadius } from "../../authz/engine/blast-radius.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import type { RuleCondition } from "../../core/attributes.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { hasEnded, windowOf } from "../../core/window.ts";
import {
  type Person,
  requireFreeName,
  requireGroup,
  requireHandMade,
  requirePeople,
  requireWithin,
} from "./checks.ts";
import { groupEvent, saidOf } from "./events.ts";
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
  run: async (tx, { name, description, rule, reason }, actor) => {
    const { tenantId } = actor;
    const groupId = randomUUID();
    const { radius } = await changeAccess(tx, actor, "group.create", {}, async () => {
      await requireFreeName(tx, tenantId, name);
      const data = { tenantId, id: groupId, name, description, rule: stored(rule) };
      await tx.group.create({ data });
    });
    const after = { name, description, rule };
    return {
      data: { groupId },
      events: [groupEvent("group.created", { groupId, name, reason, before: null, after, radius })],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Changes a group. A new rule chooses its people anew; without one they stay as they are. */
export const updateGroup = defineAction({
  permission: "group.update",
  input: updateGroupInput,
  run: async (tx, { groupId, basedOn, name, description, rule, reason }, actor) => {
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
        return saidOf(found);
      },
    );
    const after = { name, description, rule };
    return {
      data: { groupId },
      events: [groupEvent("group.updated", { groupId, name, reason, before, after, radius })],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Deletes a group, and all that was given to it. */
export const deleteGroup = defineAction({
  permission: "group.delete",
  input: groupInput,
  run: async (tx, { groupId, reason }, actor) => {
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
    const { name, roles, grants, _count } = found;
    const given = { roles: roles.map((each) => each.role), grants: grants.length };
    const before = { ...saidOf(found), ...given, members: _count.members };
    return {
      data: { groupId },
      events: [groupEvent("group.deleted", { groupId, name, reason, before, after: null, radius })],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Puts people into a group by hand, which gives them what the group has. */
export const addMembers = membersAction("group.members_added");

/** Takes people out of a group by hand. */
export const removeMembers = membersAction("group.members_removed");

function membersAction(action: "group.members_added" | "group.members_removed") {
  const adds = action === "group.members_added";
  return defineAction({
    permission: "group.manage_members",
    input: membersInput,
    run: async (tx, { groupId, userIds, reason }, actor) => {
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
          const people = asked.filter(({ isMember }) => isMember !== adds);
          if (people.length === 0) {
            const message = `They are ${adds ? "" : "not "}in ${group.name}${adds ? " already" : ""}.`;
            throw new GatehouseError("conflict", message);
          }
          const ids = people.map(({ id }) => id);
          const data = ids.map((userId) => ({ tenantId, groupId, userId }));
          if (adds) await tx.groupMember.createMany({ data });
          else
            await tx.groupMember.deleteMany({ where: { tenantId, groupId, userId: { in: ids } } });
          return { group, people };
        },
      );
      return membersOutcome(action, groupId, reason, result, radius);
    },
    effects: (_data, _input, actor) => announceAccess(actor),
  });
}

/** Those who came or left: whoever was there, or not there, already is no news. */
type Members = { group: { name: string; _count: { members: number } }; people: Person[] };

function membersOutcome(
  action: "group.members_added" | "group.members_removed",
  groupId: string,
  reason: string,
  { group: { name, _count }, people: moved }: Members,
  radius: BlastRadius,
) {
  const people = moved.map((each) => ({ id: each.id, name: each.name }));
  const difference = action === "group.members_added" ? people.length : -people.length;
  const before = { members: _count.members };
  const after = { members: _count.members + difference };
  const change = { groupId, name, reason, before, after, radius };
  return { data: { groupId }, events: [groupEvent(action, change, { people })] as const };
}

/**
 * Gives everybody in a group a role that allows no more than the giver may do. One that it had until
 * its end is given anew.
 */
export const assignGroupRole = givingAction("group.role_assigned");

/** Changes from when until when a group has a role that it has already. */
export const updateGroupRole = givingAction("group.role_updated");

function givingAction(action: "group.role_assigned" | "group.role_updated") {
  return defineAction({
    permission: "role.assign",
    input: assignGroupRoleInput,
    run: async (tx, { groupId, roleId, startsAt, endsAt, reason }, actor) => {
      const { tenantId } = actor;
      const key = { tenantId, groupId, role: roleId };
      const { result, radius } = await changeAccess(
        tx,
        actor,
        "role.assign",
        { groups: [groupId] },
        async ({ access, policy, roles }) => {
          const group = await requireGroup(tx, tenantId, groupId);
          const role = policy.roles.get(roleId)?.held;
          if (!role) throw new GatehouseError("not_found", "There is no such role any more.");
          requireManageable(access, policy, roleId, roles);
          const before = roleOf(group, roleId);
          const isHeld = before !== null && !hasEnded(before);
          if (isHeld !== (action === "group.role_updated")) {
            const message = isHeld
              ? `${group.name} has the role ${role.name} already.`
              : `${group.name} does not have the role ${role.name} any more.`;
            throw new GatehouseError("conflict", message);
          }
          const window = { startsAt, endsAt };
          await tx.groupRole.upsert({
            where: { tenantId_groupId_role: key },
            create: { ...key, ...window, reason },
            // Why it has it stays true for another time, unless something else is said.
            update: isHeld
              ? { ...window, ...because(reason) }
              : { ...window, reason, assignedAt: new Date() },
          });
          return { group, role, before };
        },
      );
      const { group, role, before } = result;
      const { name } = group;
      const change = { groupId, name, reason, before, after: { startsAt, endsAt }, radius };
      const given = { role: roleId, roleName: role.name };
      return { data: { groupId, roleId }, events: [groupEvent(action, change, given)] };
    },
    effects: (_data, _input, actor) => announceAccess(actor),
  });
}

type WithRoles = { roles: { role: string; startsAt: Date | null; endsAt: Date | null }[] };

/** From when until when a group has a role, as an event tells it; null when it does not have it. */
function roleOf({ roles }: WithRoles, roleId: string) {
  const found = roles.find(({ role }) => role === roleId);
  return found ? windowOf(found) : null;
}

/** Takes a role from everybody in a group who has it through the group. */
export const unassignGroupRole = defineAction({
  permission: "role.assign",
  input: unassignGroupRoleInput,
  run: async (tx, { groupId, roleId, reason }, actor) => {
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
    const { group, role } = result;
    const before = roleOf(group, roleId);
    const change = { groupId, name: group.name, reason, before, after: null, radius };
    const taken = { role: roleId, roleName: role?.name };
    return {
      data: { groupId, roleId },
      events: [groupEvent("group.role_unassigned", change, taken)],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

function stored(rule: RuleCondition[] | null) {
  return rule ?? Prisma.DbNull;
}
