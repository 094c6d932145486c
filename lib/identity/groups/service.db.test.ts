import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { groupParts } from "../../../testing/group-parts.ts";
import { reached, seenBefore } from "../../../testing/moments.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { getGroup, listGroups } from "./queries.ts";
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
const { made, roleWith, personWith, holder, permissionsOf, membersOf, changed, eventsOf } =
  groupParts(factory, () => admin);

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

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
    const give = async (window: { startsAt: string | null; endsAt: string | null }) => {
      await unassignGroupRole(admin, { groupId, roleId });
      dataOf(await assignGroupRole(admin, { groupId, roleId, ...window }));
      const [group] = await listGroups(await requirePermission(admin, "group.read"));
      expect(group?.roles).toMatchObject([{ id: roleId, ...window, reason: "" }]);
      return permissionsOf(person);
    };
    const start = await seenBefore((at) => give({ startsAt: at.toISOString(), endsAt: null }));
    expect(start.seen).toEqual([]);
    await reached(start.moment);
    expect(await permissionsOf(person)).toContain("alert.read");
    const end = await seenBefore((at) => give({ startsAt: null, endsAt: at.toISOString() }));
    expect(end.seen).toContain("alert.read");
    await reached(end.moment);
    expect(await permissionsOf(person)).toEqual([]);
    const past = { startsAt: null, endsAt: "2020-01-01T00:00:00Z" };
    const refused = await assignGroupRole(admin, { groupId, roleId, ...past });
    expect(refused).toMatchObject({
      error: { code: "invalid_input", fieldErrors: { endsAt: [expect.any(String)] } },
    });
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
