import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { groupParts, inFinance } from "../../../testing/group-parts.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import {
  addMembers,
  assignGroupRole,
  deleteGroup,
  removeMembers,
  unassignGroupRole,
} from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
const {
  made,
  roleWith,
  personWith,
  setAttributes,
  through,
  holder,
  permissionsOf,
  membersOf,
  changed,
} = groupParts(factory, () => admin);

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

describe("the blast radius", () => {
  it("names who gains or loses what, and nobody else", async () => {
    const groupId = await made();
    const [has, lacks, outside] = [await personWith(), await personWith(), await personWith()];
    const roleId = await roleWith(["alert.read"]);
    dataOf(await assignRole(admin, { roleId, userId: has }));
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    const userIds = [has, lacks];
    const rehearsed = dataOf(await addMembers.rehearse(admin, { groupId, userIds }));
    expect(rehearsed[0]?.details).toMatchObject({
      radius: { peopleCount: 1, groups: [{ people: [{ id: lacks }], lost: [] }] },
    });
    expect(JSON.stringify(rehearsed)).not.toContain(outside);
    expect(await membersOf(groupId)).toEqual([]);
    dataOf(await addMembers(admin, { groupId, userIds }));
    const leaving = dataOf(await unassignGroupRole.rehearse(admin, { groupId, roleId }));
    const lost = expect.arrayContaining([{ permission: "alert.read", reach: "everywhere" }]);
    expect(leaving[0]?.details).toMatchObject({
      radius: { peopleCount: 1, groups: [{ people: [{ id: lacks }], gained: [], lost }] },
    });
    expect(await permissionsOf(lacks)).toContain("alert.read");
  });
});

describe("nobody gives or takes through a group what they lack", () => {
  let helper: Actor;
  let groupId: string;
  let roleId: string;
  let person: string;
  const denied = { ok: false, error: { code: "permission_denied" } };

  beforeEach(async () => {
    helper = await holder(["group.update", "group.delete", "group.manage_members", "role.assign"]);
    groupId = await made();
    roleId = await roleWith(["audit.read"]);
    person = await personWith();
  });

  it("not by putting people in or taking them out", async () => {
    const userIds = [person];
    dataOf(await addMembers(helper, { groupId, userIds }));
    dataOf(await removeMembers(helper, { groupId, userIds }));
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    expect(await addMembers(helper, { groupId, userIds })).toMatchObject(denied);
    const themselves = await addMembers(helper, { groupId, userIds: [helper.id] });
    expect(themselves).toMatchObject(denied);
    expect(await membersOf(groupId)).toEqual([]);
    dataOf(await addMembers(admin, { groupId, userIds }));
    expect(await removeMembers(helper, { groupId, userIds })).toMatchObject(denied);
    expect(await deleteGroup(helper, { groupId })).toMatchObject(denied);
    expect(await permissionsOf(person)).toContain("audit.read");
  });

  it("not for those who come later: disabled people, roles that begin later, rules that wait", async () => {
    const startsAt = new Date(Date.now() + 86_400_000).toISOString();
    dataOf(await assignGroupRole(admin, { groupId, roleId, startsAt }));
    expect(await addMembers(helper, { groupId, userIds: [person] })).toMatchObject(denied);
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [person]);
    expect(await addMembers(helper, { groupId, userIds: [person] })).toMatchObject(denied);
    const rule = [{ attribute: "email", operator: "is", values: ["nobody.yet@example.com"] }];
    expect(await changed(groupId, { rule }, helper)).toMatchObject(denied);
    expect(await changed(groupId, { description: "Harmless" }, helper)).toMatchObject({ ok: true });
  });

  it("not by a grant that the group has", async () => {
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, group_id, permission, resource_type, resource_id)
       VALUES ($1, $2, 'document.read', 'project', 'p1')`,
      [admin.tenantId, groupId],
    );
    expect(await addMembers(helper, { groupId, userIds: [person] })).toMatchObject(denied);
    dataOf(await addMembers(admin, { groupId, userIds: [person] }));
    expect(await membersOf(groupId)).toEqual([person]);
  });

  it("not by a rule", async () => {
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    await setAttributes(person, { department: "finance" });
    expect(await changed(groupId, { rule: inFinance }, helper)).toMatchObject(denied);
    expect(await membersOf(groupId)).toEqual([]);
    expect(await changed(groupId, { rule: inFinance })).toMatchObject({ ok: true });
    expect(await membersOf(groupId)).toEqual([person]);
    expect(await changed(groupId, { rule: null }, helper)).toMatchObject(denied);
  });

  it("not by giving the group a role, or taking one", async () => {
    expect(await assignGroupRole(helper, { groupId, roleId })).toMatchObject(denied);
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    expect(await unassignGroupRole(helper, { groupId, roleId })).toMatchObject(denied);
    dataOf(await unassignGroupRole(admin, { groupId, roleId }));
    const own = await roleWith(["group.read"]);
    dataOf(await assignGroupRole(helper, { groupId, roleId: own }));
    dataOf(await unassignGroupRole(helper, { groupId, roleId: own }));
    expect(await permissionsOf(person)).toEqual([]);
  });

  it("nor takes the last administrator out of the group that makes them one", async () => {
    dataOf(await assignGroupRole(admin, { groupId, roleId: "tenant_admin" }));
    const last = await through(groupId);
    const own = { roleId: "tenant_admin", userId: admin.id };
    dataOf(await unassignRole(last, own));
    const conflict = { ok: false, error: { code: "conflict" } };
    expect(await removeMembers(last, { groupId, userIds: [last.id] })).toMatchObject(conflict);
    expect(await deleteGroup(last, { groupId })).toMatchObject(conflict);
    expect(await changed(groupId, { rule: inFinance }, last)).toMatchObject(conflict);
    dataOf(await assignRole(last, own));
    dataOf(await removeMembers(last, { groupId, userIds: [last.id] }));
    expect(await membersOf(groupId)).toEqual([]);
  });
});
