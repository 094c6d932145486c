import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { permissionsEverywhere } from "../access/decide.ts";
import { requirePermission } from "../access/grant.ts";
import type { PermissionId } from "../access/permissions.ts";
import { loadPrincipals } from "../access/principal.ts";
import { actorOfSession } from "../access/session.ts";
import { encodeSessionToken } from "../access/session-token.ts";
import { assignRole, unassignRole } from "../assignments/service.ts";
import type { RuleCondition } from "../core/attributes.ts";
import { env } from "../platform/env.ts";
import { createRole } from "../roles/service.ts";
import { setUpTestDatabase } from "../testing/database.ts";
import { Factory } from "../testing/factories.ts";
import { getGroup, listGroups, searchMembers } from "./queries.ts";
import {
  addMembers,
  assignGroupRole,
  createGroup,
  deleteGroup,
  removeMembers,
  unassignGroupRole,
  updateGroup,
} from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const inFinance: RuleCondition[] = [
  { attribute: "department", operator: "is", values: ["finance"] },
];

/** What a mutation that must work has returned. */
function dataOf<Data>(
  result: { ok: true; data: Data } | { ok: false; error: { message: string } },
): Data {
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
}

async function made(rule: RuleCondition[] | null = null, actor = admin): Promise<string> {
  return dataOf(await createGroup(actor, { name: randomUUID(), rule })).groupId;
}

async function roleWith(permissions: PermissionId[]): Promise<string> {
  const entries = permissions.map((permission) => ({ permission }));
  return dataOf(await createRole(admin, { name: randomUUID(), entries })).roleId;
}

/** Somebody of the tenant with these attributes and no roles. */
async function personWith(attributes: Record<string, string> = {}): Promise<string> {
  const { id } = await factory.createUser(admin.tenantId, { roles: [] });
  await setAttributes(id, attributes);
  return id;
}

async function setAttributes(userId: string, attributes: Record<string, string>): Promise<void> {
  await factory.query("UPDATE users SET attributes = $2 WHERE id = $1", [
    userId,
    JSON.stringify(attributes),
  ]);
}

/** A signed-in person whose only way to anything is the group. */
async function through(groupId: string): Promise<Actor> {
  const person = await factory.createActor(admin.tenantId, []);
  await factory.query("INSERT INTO group_members VALUES ($1, $2, $3)", [
    admin.tenantId,
    groupId,
    person.id,
  ]);
  return current(person);
}

async function current(person: Actor): Promise<Actor> {
  const ref = { tenantId: person.tenantId, sessionId: person.sessionId ?? "" };
  const actor = await actorOfSession(encodeSessionToken(ref, env().AUTH_SECRET), person.request);
  if (!actor) throw new Error("the session has ended");
  return actor;
}

/** A signed-in person whose only role allows this. */
async function holder(permissions: PermissionId[]): Promise<Actor> {
  const person = await factory.createActor(admin.tenantId, []);
  const roleId = await roleWith(permissions);
  dataOf(await assignRole(admin, { roleId, userId: person.id }));
  return current(person);
}

async function permissionsOf(userId: string): Promise<string[]> {
  const found = (await loadPrincipals(admin.tenantId, [userId])).get(userId);
  return found ? [...permissionsEverywhere(found.access)].sort() : [];
}

async function membersOf(groupId: string): Promise<string[]> {
  const grant = await requirePermission(admin, "group.read");
  const { rows } = await searchMembers(grant, { groupId }, { limit: 200 });
  return rows.map(({ id }) => id).sort();
}

async function changed(groupId: string, part: Record<string, unknown>, actor = admin) {
  const group = await getGroup(await requirePermission(admin, "group.read"), groupId);
  const { name, description, rule, updatedAt: basedOn } = group;
  return updateGroup(actor, { groupId, name, description, rule, basedOn, ...part });
}

async function eventsOf(groupId: string) {
  return factory.query<{ action: string; target_name: string; reason: string; details: object }>(
    `SELECT action, target_name, reason, details FROM audit_events
     WHERE tenant_id = $1 AND target_id = $2 ORDER BY id`,
    [admin.tenantId, groupId],
  );
}

describe("a group by hand", () => {
  it("has the people who are put into it, once each, until they are taken out", async () => {
    const groupId = await made();
    const [one, two] = [await personWith(), await personWith()];
    dataOf(await addMembers(admin, { groupId, userIds: [one, two] }));
    expect(await membersOf(groupId)).toEqual([one, two].sort());
    const again = await addMembers(admin, { groupId, userIds: [one] });
    expect(again).toMatchObject({ ok: false, error: { code: "conflict" } });
    dataOf(await removeMembers(admin, { groupId, userIds: [one] }));
    expect(await membersOf(groupId)).toEqual([two]);
    const gone = await removeMembers(admin, { groupId, userIds: [one] });
    expect(gone).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("says in the log only who came, not who was there already", async () => {
    const groupId = await made();
    const [one, two] = [await personWith(), await personWith()];
    dataOf(await addMembers(admin, { groupId, userIds: [one] }));
    dataOf(await addMembers(admin, { groupId, userIds: [one, two] }));
    dataOf(await removeMembers(admin, { groupId, userIds: [two] }));
    dataOf(await removeMembers(admin, { groupId, userIds: [one, two] }));
    expect((await eventsOf(groupId)).map(({ action, details }) => [action, details])).toMatchObject(
      [
        ["group.created", {}],
        ["group.members_added", { people: [{ id: one }] }],
        ["group.members_added", { people: [{ id: two }] }],
        ["group.members_removed", { people: [{ id: two }] }],
        ["group.members_removed", { people: [{ id: one }] }],
      ],
    );
  });

  it("is listed, edited by one at a time, named once in any case, and deleted", async () => {
    const grant = await requirePermission(admin, "group.read");
    const { groupId } = dataOf(await createGroup(admin, { name: "Auditors", description: "Q4" }));
    expect(await listGroups(grant)).toMatchObject([
      { id: groupId, name: "Auditors", description: "Q4", rule: null, memberCount: 0, roles: [] },
    ]);
    const taken = await createGroup(admin, { name: "AUDITORS" });
    expect(taken).toMatchObject({
      error: { code: "invalid_input", fieldErrors: { name: [expect.any(String)] } },
    });
    const { updatedAt } = await getGroup(grant, groupId);
    dataOf(await changed(groupId, { name: "Auditors 2" }));
    const late = await changed(groupId, { name: "Mine", basedOn: updatedAt });
    expect(late).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(await listGroups(grant)).toMatchObject([{ name: "Auditors 2" }]);
    dataOf(await deleteGroup(admin, { groupId }));
    expect(await listGroups(grant)).toEqual([]);
    await expect(getGroup(grant, groupId)).rejects.toThrow("no such group");
    const twice = await deleteGroup(admin, { groupId });
    expect(twice).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});

describe("a role through a group", () => {
  it("reaches whoever is in, comes with joining, and leaves with leaving, losing or deleting", async () => {
    const groupId = await made();
    const [early, late] = [await personWith(), await personWith()];
    const roleId = await roleWith(["alert.read"]);
    dataOf(await addMembers(admin, { groupId, userIds: [early] }));
    dataOf(await assignGroupRole(admin, { groupId, roleId, reason: "Rota" }));
    expect(await permissionsOf(early)).toContain("alert.read");
    expect(await permissionsOf(late)).toEqual([]);
    dataOf(await addMembers(admin, { groupId, userIds: [late] }));
    expect(await permissionsOf(late)).toContain("alert.read");
    dataOf(await removeMembers(admin, { groupId, userIds: [early] }));
    expect(await permissionsOf(early)).toEqual([]);
    dataOf(await unassignGroupRole(admin, { groupId, roleId }));
    expect(await permissionsOf(late)).toEqual([]);
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    dataOf(await deleteGroup(admin, { groupId }));
    expect(await permissionsOf(late)).toEqual([]);
    expect((await eventsOf(groupId)).map(({ action, reason }) => [action, reason])).toContainEqual([
      "group.role_assigned",
      "Rota",
    ]);
  });

  it("is given once and taken once, and must exist", async () => {
    const groupId = await made();
    const roleId = await roleWith(["alert.read"]);
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    const twice = await assignGroupRole(admin, { groupId, roleId });
    expect(twice).toMatchObject({ ok: false, error: { code: "conflict" } });
    dataOf(await unassignGroupRole(admin, { groupId, roleId }));
    const gone = await unassignGroupRole(admin, { groupId, roleId });
    expect(gone).toMatchObject({ ok: false, error: { code: "conflict" } });
    const unknown = await assignGroupRole(admin, { groupId, roleId: randomUUID() });
    expect(unknown).toMatchObject({ ok: false, error: { code: "not_found" } });
    const nowhere = await assignGroupRole(admin, { groupId: randomUUID(), roleId });
    expect(nowhere).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("holds from its start until its end only", async () => {
    const groupId = await made();
    const person = await personWith();
    const roleId = await roleWith(["alert.read"]);
    dataOf(await addMembers(admin, { groupId, userIds: [person] }));
    const [startsAt, endsAt] = [Date.now() + 400, Date.now() + 1_200];
    const window = {
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
    };
    dataOf(await assignGroupRole(admin, { groupId, roleId, ...window }));
    const [group] = await listGroups(await requirePermission(admin, "group.read"));
    expect(group?.roles).toMatchObject([{ id: roleId, ...window, reason: "" }]);
    const early = await permissionsOf(person);
    if (Date.now() < startsAt) expect(early).toEqual([]);
    const wait = { interval: 20, timeout: 5_000 };
    await expect.poll(() => permissionsOf(person), wait).toContain("alert.read");
    expect(Date.now()).toBeGreaterThanOrEqual(startsAt);
    await expect.poll(() => permissionsOf(person), wait).toEqual([]);
    expect(Date.now()).toBeGreaterThanOrEqual(endsAt);
    const past = { startsAt: null, endsAt: "2020-01-01T00:00:00Z" };
    const refused = await assignGroupRole(admin, { groupId, roleId, ...past });
    expect(refused).toMatchObject({
      error: { code: "invalid_input", fieldErrors: { endsAt: [expect.any(String)] } },
    });
  });
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

describe("two changes at once", () => {
  it("put one person in once", async () => {
    const groupId = await made();
    const userIds = [await personWith()];
    const results = await Promise.all([1, 2, 3].map(() => addMembers(admin, { groupId, userIds })));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await membersOf(groupId)).toEqual(userIds);
  });

  it("never let somebody in through a role that is being given meanwhile", async () => {
    const helper = await holder(["group.manage_members"]);
    const roleId = await roleWith(["audit.read"]);
    for (let round = 0; round < 5; round++) {
      const groupId = await made();
      const userIds = [await personWith()];
      const [added, given] = await Promise.all([
        addMembers(helper, { groupId, userIds }),
        assignGroupRole(admin, { groupId, roleId }),
      ]);
      expect(given.ok).toBe(true);
      const order = (await eventsOf(groupId)).map(({ action }) => action).slice(1);
      expect(order).toEqual(
        added.ok ? ["group.members_added", "group.role_assigned"] : ["group.role_assigned"],
      );
    }
  });

  it("give two groups one name only once, and one edit of two wins", async () => {
    const names = await Promise.all(["Twins", "twins"].map((name) => createGroup(admin, { name })));
    expect(names.filter(({ ok }) => ok)).toHaveLength(1);
    const groupId = await made();
    const { updatedAt: basedOn } = await getGroup(
      await requirePermission(admin, "group.read"),
      groupId,
    );
    const edits = await Promise.all(
      ["One", "Two"].map((name) =>
        updateGroup(admin, { groupId, name, description: "", rule: null, basedOn }),
      ),
    );
    expect(edits.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe("another tenant's group", () => {
  it("does not exist, and its people and roles cannot be used", async () => {
    const other = await factory.createActor(await factory.createTenant());
    const theirs = dataOf(await createGroup(other, { name: "Theirs" })).groupId;
    const ours = await made();
    const missing = { ok: false, error: { code: "not_found" } };
    const userIds = [other.id];
    expect(await addMembers(admin, { groupId: theirs, userIds: [admin.id] })).toMatchObject(
      missing,
    );
    expect(await addMembers(admin, { groupId: ours, userIds })).toMatchObject(missing);
    expect(await deleteGroup(admin, { groupId: theirs })).toMatchObject(missing);
    const roleId = "executive";
    expect(await assignGroupRole(admin, { groupId: theirs, roleId })).toMatchObject(missing);
    expect(await membersOf(theirs)).toEqual([]);
  });
});
