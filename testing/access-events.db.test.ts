import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import * as assignments from "../lib/access/assignments/service.ts";
import * as grants from "../lib/access/grants/service.ts";
import * as modules from "../lib/access/modules/service.ts";
import * as resources from "../lib/access/resources/service.ts";
import * as roles from "../lib/access/roles/service.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import type { Result } from "../lib/core/result.ts";
import * as groups from "../lib/identity/groups/service.ts";
import * as users from "../lib/identity/users/service.ts";
import { dataOf } from "./data-of.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let person: { id: string; name: string };

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
  person = await factory.createUser(admin.tenantId, { roles: ["user"], name: "Grace" });
});

const reason = "Because of ticket 42";
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const assigned = () => ({ roleId: "manager", userId: person.id });
const todo = { type: "todo", name: "To-do", actions: [{ name: "close" }] };

async function makeGroup(): Promise<string> {
  return dataOf(await groups.createGroup(admin, { name: `Group ${randomUUID()}` })).groupId;
}

async function withMember(): Promise<string> {
  const groupId = await makeGroup();
  dataOf(await groups.addMembers(admin, { groupId, userIds: [person.id] }));
  return groupId;
}

async function withRole(): Promise<{ groupId: string; roleId: string }> {
  const given = { groupId: await withMember(), roleId: "manager" };
  dataOf(await groups.assignGroupRole(admin, given));
  return given;
}

async function makeRole(): Promise<string> {
  const entries = [{ permission: "audit.read" }];
  const { roleId } = dataOf(
    await roles.createRole(admin, { name: `Role ${randomUUID()}`, entries, parents: [] }),
  );
  dataOf(await assignments.assignRole(admin, { roleId, userId: person.id }));
  return roleId;
}

async function basedOn(table: "roles" | "groups", id: string): Promise<string> {
  const [row] = await factory.query<{ at: Date }>(
    `SELECT updated_at AS at FROM ${table} WHERE tenant_id = $1 AND id::text = $2`,
    [admin.tenantId, id],
  );
  return row?.at.toISOString() ?? "";
}

const onProject = () => ({
  userId: person.id,
  permission: "document.delete",
  resourceType: "project",
  resourceId: "p1",
});

async function putProject(): Promise<void> {
  dataOf(await resources.putResource(admin, { type: "project", id: "p1" }));
  dataOf(await grants.createGrant(admin, onProject()));
}

type Change = {
  /** Makes what is changed, and returns the input without its reason. */
  input: () => Promise<object>;
  run: (actor: Actor, input: unknown) => Promise<Result<unknown>>;
  /** How many people's access it alters. */
  reaches: number;
};

/** Every action that changes who may do what, with what it does to Grace. */
const changes: Record<string, Change> = {
  "assignments.assignRole": {
    input: async () => assigned(),
    run: assignments.assignRole,
    reaches: 1,
  },
  "assignments.updateAssignment": {
    input: async () => {
      dataOf(await assignments.assignRole(admin, assigned()));
      return { ...assigned(), endsAt: tomorrow };
    },
    run: assignments.updateAssignment,
    reaches: 0,
  },
  "assignments.unassignRole": {
    input: async () => {
      dataOf(await assignments.assignRole(admin, assigned()));
      return assigned();
    },
    run: assignments.unassignRole,
    reaches: 1,
  },
  "roles.createRole": {
    input: async () => ({ name: "Auditor", entries: [], parents: [] }),
    run: roles.createRole,
    reaches: 0,
  },
  "roles.updateRole": {
    input: async () => {
      const roleId = await makeRole();
      const said = { name: "Auditor", entries: [], parents: [] };
      return { ...said, roleId, basedOn: await basedOn("roles", roleId) };
    },
    run: roles.updateRole,
    reaches: 1,
  },
  "roles.deleteRole": {
    input: async () => ({ roleId: await makeRole(), reassignTo: "user" }),
    run: roles.deleteRole,
    reaches: 1,
  },
  "users.createUser": {
    input: async () => ({ name: "Bob", email: "bob.why@example.com", roleIds: ["user"] }),
    run: users.createUser,
    reaches: 1,
  },
  "users.updateUser": {
    input: async () => ({ userId: person.id, name: "Grace H.", attributes: { team: "blue" } }),
    run: users.updateUser,
    reaches: 0,
  },
  "users.disableUser": {
    input: async () => ({ userId: person.id }),
    run: users.disableUser,
    reaches: 1,
  },
  "users.enableUser": {
    input: async () => {
      dataOf(await users.disableUser(admin, { userId: person.id }));
      return { userId: person.id };
    },
    run: users.enableUser,
    reaches: 1,
  },
  "groups.createGroup": {
    input: async () => ({ name: "Sales" }),
    run: groups.createGroup,
    reaches: 0,
  },
  "groups.updateGroup": {
    input: async () => {
      const { groupId } = await withRole();
      const rule = [{ attribute: "team", operator: "is", values: ["nobody"] }];
      const at = await basedOn("groups", groupId);
      return { groupId, name: "Sales", description: "", rule, basedOn: at };
    },
    run: groups.updateGroup,
    reaches: 1,
  },
  "groups.deleteGroup": {
    input: async () => ({ groupId: (await withRole()).groupId }),
    run: groups.deleteGroup,
    reaches: 1,
  },
  "groups.addMembers": {
    input: async () => {
      const groupId = await makeGroup();
      dataOf(await groups.assignGroupRole(admin, { groupId, roleId: "manager" }));
      return { groupId, userIds: [person.id] };
    },
    run: groups.addMembers,
    reaches: 1,
  },
  "groups.removeMembers": {
    input: async () => ({ groupId: (await withRole()).groupId, userIds: [person.id] }),
    run: groups.removeMembers,
    reaches: 1,
  },
  "groups.assignGroupRole": {
    input: async () => ({ groupId: await withMember(), roleId: "manager" }),
    run: groups.assignGroupRole,
    reaches: 1,
  },
  "groups.updateGroupRole": {
    input: async () => ({ ...(await withRole()), endsAt: tomorrow }),
    run: groups.updateGroupRole,
    reaches: 0,
  },
  "groups.unassignGroupRole": {
    input: async () => withRole(),
    run: groups.unassignGroupRole,
    reaches: 1,
  },
  "grants.createGrant": {
    input: async () => onProject(),
    run: grants.createGrant,
    reaches: 1,
  },
  "grants.revokeGrant": {
    input: async () => ({ grantId: dataOf(await grants.createGrant(admin, onProject())).grantId }),
    run: grants.revokeGrant,
    reaches: 1,
  },
  "resources.putResourceType": {
    input: async () => todo,
    run: resources.putResourceType,
    reaches: 1,
  },
  "resources.deleteResourceType": {
    input: async () => {
      dataOf(await resources.putResourceType(admin, todo));
      return { type: "todo" };
    },
    run: resources.deleteResourceType,
    reaches: 1,
  },
  "resources.putResource": {
    input: async () => {
      await putProject();
      dataOf(await resources.putResource(admin, { type: "document", id: "d1" }));
      return { type: "document", id: "d1", parent: { type: "project", id: "p1" } };
    },
    run: resources.putResource,
    reaches: 1,
  },
  "resources.deleteResource": {
    input: async () => {
      await putProject();
      return { type: "project", id: "p1" };
    },
    run: resources.deleteResource,
    reaches: 1,
  },
  "modules.switchModule": {
    input: async () => ({ module: "reports", isEnabled: false }),
    run: modules.switchModule,
    reaches: 2,
  },
};

type Details = { before: unknown; after: unknown; radius: { peopleCount: number } };

async function lastEvent() {
  const [event] = await factory.query<{ action: string; reason: string; details: Details }>(
    "SELECT action, reason, details FROM audit_events WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1",
    [admin.tenantId],
  );
  if (!event) throw new Error("nothing was recorded");
  return event;
}

describe("whatever changes who may do what", () => {
  it.each(Object.entries(changes))(
    "%s says why, what it was, what it is, and whom it reaches",
    async (name, { input, run, reaches }) => {
      const asked = { ...(await input()), reason };
      expect(await run(admin, { ...asked, reason: "x".repeat(301) })).toMatchObject({
        error: { fieldErrors: { reason: [expect.stringContaining("300")] } },
      });
      expect(await run(admin, { ...asked, reason: ` ${reason} ` })).toMatchObject({ ok: true });
      const { reason: said, details } = await lastEvent();
      expect([name, said, details.radius.peopleCount]).toEqual([name, reason, reaches]);
      expect(details).toHaveProperty("before");
      expect(details).toHaveProperty("after");
      expect(details.before).not.toEqual(details.after);
    },
  );

  it("is in this list", () => {
    const services = { assignments, grants, groups, modules, resources, roles, users };
    const all = Object.entries(services).flatMap(([name, service]) =>
      Object.keys(service).map((action) => `${name}.${action}`),
    );
    expect(Object.keys(changes).sort()).toEqual(all.sort());
  });
});

describe("a moved resource", () => {
  it("names who gains and who loses what on it, and nobody when it stays", async () => {
    await putProject();
    const inProject = { type: "document", id: "d1", parent: { type: "project", id: "p1" } };
    dataOf(await resources.putResource(admin, inProject));
    expect(await lastEvent()).toMatchObject({ action: "resource.placed" });
    dataOf(await resources.putResource(admin, { ...inProject, name: "Renamed" }));
    expect((await lastEvent()).details.radius).toEqual({ peopleCount: 0, groups: [] });
    dataOf(await resources.putResource(admin, { type: "document", id: "d1" }));
    expect((await lastEvent()).details.radius).toEqual({
      peopleCount: 1,
      groups: [
        {
          gained: [],
          lost: expect.arrayContaining([
            { permission: "document.delete", reach: "on document/d1" },
          ]),
          people: [{ id: person.id, name: "Grace" }],
          morePeople: 0,
        },
      ],
    });
  });

  it("is gained by its new owner and lost by the old one", async () => {
    const other = await factory.createUser(admin.tenantId, { roles: [], name: "Bob" });
    const entries = [{ permission: "document.delete", ownOnly: true }];
    const own = { name: "Own", entries, parents: [] };
    const { roleId } = dataOf(await roles.createRole(admin, own));
    for (const { id: userId } of [person, other]) {
      dataOf(await assignments.assignRole(admin, { roleId, userId }));
    }
    const document = { type: "document", id: "d2" };
    dataOf(await resources.putResource(admin, { ...document, owner: person.id }));
    dataOf(await resources.putResource(admin, { ...document, owner: other.id }));
    const { radius } = (await lastEvent()).details as unknown as {
      radius: { groups: { gained: unknown[]; lost: unknown[]; people: { name: string }[] }[] };
    };
    const said = radius.groups.map(({ gained, lost, people }) => [
      people.map(({ name }) => name).join(),
      gained.length > 0,
      lost.length > 0,
    ]);
    expect(said.sort()).toEqual([
      ["Bob", true, false],
      ["Grace", false, true],
    ]);
  });
});

describe("a role that was given until a moment", () => {
  async function end(table: "role_assignments" | "group_roles"): Promise<void> {
    await factory.query(
      `UPDATE ${table} SET starts_at = now() - interval '2 days', ends_at = now() - interval '1 day'
       WHERE tenant_id = $1 AND role = 'manager'`,
      [admin.tenantId],
    );
  }

  it("can be given anew when it has ended, and not before", async () => {
    dataOf(await assignments.assignRole(admin, { ...assigned(), endsAt: tomorrow }));
    const again = await assignments.assignRole(admin, assigned());
    expect(again).toMatchObject({ error: { code: "conflict", message: /has the role Manager/ } });
    await end("role_assignments");
    const late = await assignments.updateAssignment(admin, { ...assigned(), endsAt: tomorrow });
    expect(late).toMatchObject({ error: { code: "conflict", message: /any more/ } });
    dataOf(await assignments.assignRole(admin, { ...assigned(), endsAt: tomorrow }));
    expect(await lastEvent()).toMatchObject({
      action: "role.assigned",
      details: {
        before: { endsAt: expect.any(String) },
        after: { startsAt: null, endsAt: tomorrow },
        radius: { peopleCount: 1 },
      },
    });
  });

  it("can be given to a group anew when it has ended, and not before", async () => {
    const given = await withRole();
    expect(await groups.assignGroupRole(admin, given)).toMatchObject({ ok: false });
    await end("group_roles");
    expect(await groups.updateGroupRole(admin, given)).toMatchObject({ ok: false });
    dataOf(await groups.assignGroupRole(admin, given));
    expect(await lastEvent()).toMatchObject({
      action: "group.role_assigned",
      details: { after: { endsAt: null }, radius: { peopleCount: 1 } },
    });
  });

  it("can be made to begin or end at another time", async () => {
    dataOf(await assignments.assignRole(admin, assigned()));
    const later = { ...assigned(), startsAt: tomorrow, reason };
    dataOf(await assignments.updateAssignment(admin, later));
    const [row] = await factory.query<{ starts_at: Date; reason: string }>(
      "SELECT starts_at, reason FROM role_assignments WHERE tenant_id = $1 AND role = 'manager'",
      [admin.tenantId],
    );
    expect([row?.starts_at.toISOString(), row?.reason]).toEqual([tomorrow, reason]);
    expect(await lastEvent()).toMatchObject({
      action: "role.assignment_updated",
      details: {
        role: "manager",
        before: { startsAt: null, endsAt: null },
        after: { startsAt: tomorrow, endsAt: null },
      },
    });
  });
});

describe("a module", () => {
  it("without which nobody could assign roles stays on, and says why", async () => {
    for (const module of ["roles", "people"]) {
      const result = await modules.switchModule(admin, { module, isEnabled: false });
      expect(result).toMatchObject({ error: { code: "conflict", message: /stays on/ } });
    }
  });

  it("is switched off only by who has what it gives", async () => {
    const entries = [{ permission: "tenant_module.update" }];
    const switcher = { name: "Switcher", entries, parents: [] };
    const { roleId } = dataOf(await roles.createRole(admin, switcher));
    const helper = await factory.createActor(admin.tenantId, []);
    dataOf(await assignments.assignRole(admin, { roleId, userId: helper.id }));
    const off = { module: "audit", isEnabled: false };
    const actor = { ...helper, access: admin.access };
    expect(await modules.switchModule(actor, off)).toMatchObject({
      error: { code: "permission_denied" },
    });
    dataOf(await modules.switchModule(admin, off));
    expect(await modules.switchModule(actor, { ...off, isEnabled: true })).toMatchObject({
      ok: true,
    });
  });
});
