import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import {
  getGroup,
  listAttributes,
  listGroups,
  previewRule,
  searchMembers,
} from "../../../lib/identity/groups/queries.ts";
import {
  addMembers,
  assignGroupRole,
  createGroup,
  deleteGroup,
  removeMembers,
  unassignGroupRole,
  updateGroup,
  updateGroupRole,
} from "../../../lib/identity/groups/service.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, makeRole, notFound, type Probes } from "../wall.ts";

export const groups: Probes = {
  "identity/groups/queries.listGroups": async () => {
    const groupId = await makeGroup(b);
    const groups = await listGroups(await requirePermission(a, "group.read"));
    expect(groups.map(({ id }) => id)).not.toContain(groupId);
  },
  "identity/groups/queries.getGroup": async () => {
    const groupId = await makeGroup(b);
    const grant = await requirePermission(a, "group.read");
    await expect(getGroup(grant, groupId)).rejects.toThrow("no such group");
  },
  "identity/groups/queries.searchMembers": async () => {
    const groupId = await makeGroup(b);
    const grantB = await requirePermission(b, "group.read");
    expect((await searchMembers(grantB, { groupId }, { limit: 9 })).rows).toHaveLength(1);
    const grantA = await requirePermission(a, "group.read");
    expect((await searchMembers(grantA, { groupId }, { limit: 9 })).rows).toEqual([]);
  },
  "identity/groups/queries.previewRule": async () => {
    const rule = [{ attribute: "email", operator: "is" as const, values: [b.email ?? ""] }];
    const grantB = await requirePermission(b, "group.read");
    expect(await previewRule(grantB, rule)).toMatchObject({ count: 1 });
    const grantA = await requirePermission(a, "group.read");
    expect(await previewRule(grantA, rule)).toEqual({ count: 0, people: [] });
  },
  "identity/groups/queries.listAttributes": async () => {
    const attributes = JSON.stringify({ only_b: "secret" });
    await factory.query("UPDATE users SET attributes = $2 WHERE id = $1", [b.id, attributes]);
    const found = await listAttributes(await requirePermission(a, "group.read"));
    expect(found.map(({ name }) => name)).not.toContain("only_b");
  },
  "identity/groups/service.createGroup": async () => {
    const forged = await createGroup({ ...a, id: b.id }, { name: randomUUID() });
    expect(forged.ok).toBe(false);
    const groupId = await makeGroup(a);
    const rows = await factory.query("SELECT tenant_id FROM groups WHERE id = $1", [groupId]);
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "identity/groups/service.updateGroup": async () => {
    const groupId = await makeGroup(b);
    const basedOn = new Date().toISOString();
    const input = { groupId, name: "Taken", description: "", rule: null, basedOn };
    expect(await updateGroup(a, input)).toMatchObject(notFound);
    await expectGroup(groupId);
  },
  "identity/groups/service.deleteGroup": async () => {
    const groupId = await makeGroup(b);
    expect(await deleteGroup(a, { groupId })).toMatchObject(notFound);
    await expectGroup(groupId);
  },
  "identity/groups/service.addMembers": async () => {
    const [groupA, groupB] = [await makeGroup(a), await makeGroup(b)];
    expect(await addMembers(a, { groupId: groupB, userIds: [a.id] })).toMatchObject(notFound);
    expect(await addMembers(a, { groupId: groupA, userIds: [b.id] })).toMatchObject(notFound);
    await expectGroup(groupB);
  },
  "identity/groups/service.removeMembers": async () => {
    const groupId = await makeGroup(b);
    expect(await removeMembers(a, { groupId, userIds: [b.id] })).toMatchObject(notFound);
    await expectGroup(groupId);
  },
  "identity/groups/service.assignGroupRole": async () => {
    const [groupA, groupB] = [await makeGroup(a), await makeGroup(b)];
    const theirs = { groupId: groupB, roleId: "executive" };
    expect(await assignGroupRole(a, theirs)).toMatchObject(notFound);
    const roleId = await makeRole(b);
    expect(await assignGroupRole(a, { groupId: groupA, roleId })).toMatchObject(notFound);
    await expectGroup(groupB);
  },
  "identity/groups/service.updateGroupRole": async () => {
    const input = { groupId: await makeGroup(b), roleId: "user" };
    expect(await updateGroupRole(a, input)).toMatchObject(notFound);
  },
  "identity/groups/service.unassignGroupRole": async () => {
    const groupId = await makeGroup(b);
    expect(await unassignGroupRole(a, { groupId, roleId: "user" })).toMatchObject(notFound);
    await expectGroup(groupId);
  },
};

/** A group with the role "user" and the actor as its only member. */
async function makeGroup(actor: Actor): Promise<string> {
  const { groupId } = dataOf(await createGroup(actor, { name: randomUUID() }));
  dataOf(await addMembers(actor, { groupId, userIds: [actor.id] }));
  dataOf(await assignGroupRole(actor, { groupId, roleId: "user" }));
  return groupId;
}

/** Nothing of B's group has changed. */
async function expectGroup(groupId: string): Promise<void> {
  const rows = await factory.query(
    `SELECT g.name <> 'Taken' AS is_named, array_agg(DISTINCT m.user_id) AS members,
       array_agg(DISTINCT r.role) AS roles
     FROM groups g JOIN group_members m ON m.group_id = g.id JOIN group_roles r ON r.group_id = g.id
     WHERE g.id = $1 GROUP BY g.name`,
    [groupId],
  );
  expect(rows).toEqual([{ is_named: true, members: [b.id], roles: ["user"] }]);
}
