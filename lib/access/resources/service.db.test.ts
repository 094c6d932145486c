import { beforeEach, describe, expect, it, vi } from "vitest";
import { reloaded } from "../../../testing/actor-with.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { permissionIds } from "../../authz/catalogue/permissions.ts";
import { decide } from "../../authz/engine/decide.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import { assignRole } from "../assignments/service.ts";
import { searchSubjects } from "../decisions/queries.ts";
import { createGrant } from "../grants/service.ts";
import { createRole } from "../roles/service.ts";
import {
  browseResources,
  countResources,
  getResource,
  getResourceDetails,
  listResourceTypes,
  searchResources,
} from "./queries.ts";
import { deleteResource, deleteResourceType, putResource, putResourceType } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
  expect(await putTodo("read", "close")).toMatchObject({ ok: true });
});

const putTodo = (...names: string[]) =>
  putResourceType(admin, {
    type: "todo",
    name: "To-do",
    ownerProperty: "ownerID",
    builtInAdministrators: true,
    actions: names.map((name) => ({ name })),
  });

const put = (type: string, id: string, parent: [string, string] | null = null) =>
  putResource(admin, { type, id, parent: parent && { type: parent[0], id: parent[1] } });

async function may(permission: string): Promise<boolean> {
  const found = (await loadPrincipals(admin.tenantId, [admin.id])).get(admin.id);
  return found !== undefined && decide(found.access, permission);
}

describe("a type of a product's own", () => {
  it("brings permissions, which a tenant admin has at once", async () => {
    expect(await may("todo.close")).toBe(true);
    expect(await may("todo.open")).toBe(false);
    const types = await listResourceTypes(await requirePermission(admin, "resource_type.read"));
    expect(types.at(-1)).toMatchObject({
      type: "todo",
      builtIn: false,
      ownerProperty: "ownerID",
      actions: [{ permission: "todo.close" }, { permission: "todo.read" }],
    });
    expect(types.find(({ type }) => type === "document")).toMatchObject({ builtIn: true });
  });

  it("is not its administrators' own, unless they are given it: they can give it", async () => {
    const plain = { type: "note", name: "Note", actions: [{ name: "read" }] };
    expect(await putResourceType(admin, plain)).toMatchObject({ ok: true });
    expect(await may("note.read")).toBe(false);
    const entries = [{ permission: "note.read" }];
    const role = dataOf(await createRole(admin, { name: "Reader", entries, parents: [] }));
    const person = await factory.createUser(admin.tenantId, { roles: [] });
    const given = await assignRole(admin, { roleId: role.roleId, userId: person.id });
    expect(given).toMatchObject({ ok: true });
    const on = { permission: "note.read", resourceType: "note", userId: person.id };
    expect(await createGrant(admin, { ...on, resourceId: "n1" })).toMatchObject({ ok: true });
    const who = async () => {
      const question = { resource: { type: "note", id: "n1" }, action: { name: "read" } };
      const grant = await requirePermission(admin, "access.search");
      const found = await searchSubjects(grant, { subject: { type: "user" }, ...question });
      return found.results.map(({ id }) => id).sort();
    };
    expect(await who()).toEqual([person.email]);
    // Somebody who has all of the catalogue by a role of their own administers no product.
    const other = await factory.createActor(admin.tenantId, []);
    const all = { name: "All", entries: permissionIds.map((permission) => ({ permission })) };
    const own = dataOf(await createRole(admin, { ...all, parents: [] }));
    dataOf(await assignRole(admin, { roleId: own.roleId, userId: other.id }));
    const weaker = await reloaded(other);
    for (const roleId of ["tenant_admin", role.roleId]) {
      expect(await assignRole(weaker, { roleId, userId: weaker.id })).toMatchObject({
        error: { code: "permission_denied" },
      });
    }
    const switchedOn = { ...plain, builtInAdministrators: true };
    expect(await putResourceType(weaker, switchedOn)).toMatchObject({
      error: { code: "permission_denied" },
    });
    expect(await putResourceType(admin, switchedOn)).toMatchObject({ ok: true });
    expect(await may("note.read")).toBe(true);
    await vi.waitFor(
      async () => expect(await who()).toEqual([admin.email, person.email].sort()),
      3_000,
    );
    // What does not say it leaves it as it is.
    expect(await putResourceType(admin, plain)).toMatchObject({ ok: true });
    expect(await may("note.read")).toBe(true);
    expect(await putResourceType(admin, { ...plain, builtInAdministrators: false })).toMatchObject({
      ok: true,
    });
    expect(await may("note.read")).toBe(false);
  });

  it("is one of so many that the sets of all permissions stay small", async () => {
    await factory.query(
      "INSERT INTO resource_types (tenant_id, id, name) VALUES ($1, 'bulk', 'B')",
      [admin.tenantId],
    );
    await factory.query(
      `INSERT INTO resource_actions (tenant_id, resource_type, name)
       SELECT $1, 'bulk', 'a' || n FROM generate_series(1, 4998) n`,
      [admin.tenantId],
    );
    expect(await putTodo("read", "close", "open")).toMatchObject({
      ok: false,
      error: { code: "invalid_input", fieldErrors: { actions: [expect.stringMatching("5000")] } },
    });
    expect(await may("todo.open")).toBe(false);
    expect(await putTodo("read", "open")).toMatchObject({ ok: true });
    expect(await may("todo.open")).toBe(true);
  });

  it("takes with it what roles and grants said of an action that goes", async () => {
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'own', 'Own')", [
      admin.tenantId,
    ]);
    await factory.query("INSERT INTO role_permissions VALUES ($1, 'own', 'todo.close')", [
      admin.tenantId,
    ]);
    await putTodo("read");
    await putTodo("read", "close");
    expect(
      await factory.query("SELECT 1 FROM role_permissions WHERE tenant_id = $1", [admin.tenantId]),
    ).toEqual([]);
    expect(await deleteResourceType(admin, { type: "todo" })).toMatchObject({ ok: true });
    expect(await may("todo.read")).toBe(false);
    const again = await deleteResourceType(admin, { type: "todo" });
    expect(again).toMatchObject({ error: { code: "not_found" } });
  });

  it("cannot pretend to be one of ours, but can add actions to it", async () => {
    const taken = await putResourceType(admin, {
      type: "user",
      name: "User",
      actions: [{ name: "read" }],
    });
    expect(taken).toMatchObject({ error: { fieldErrors: { actions: [/user\.read already/] } } });
    const added = { type: "user", name: "User", actions: [{ name: "can_read_user" }] };
    expect(await putResourceType(admin, added)).toMatchObject({ ok: true });
    expect(await may("user.can_read_user")).toBe(true);
    const rows = await factory.query("SELECT id FROM resource_types WHERE tenant_id = $1", [
      admin.tenantId,
    ]);
    expect(rows).toEqual([{ id: "todo" }]);
    for (const type of ["a.b", "a/b", "", "1a", "x".repeat(64)]) {
      const result = await putResourceType(admin, { type, name: "X", actions: [] });
      expect([type, result.ok]).toEqual([type, false]);
    }
  });
});

describe("the tree", () => {
  it("has each type only where it belongs, and under what exists", async () => {
    expect(await put("workspace", "w1")).toMatchObject({ ok: true });
    expect(await put("project", "p1", ["workspace", "w1"])).toMatchObject({ ok: true });
    expect(await put("project", "p2", ["workspace", "none"])).toMatchObject({ ok: false });
    expect(await put("workspace", "w1", ["project", "p1"])).toMatchObject({
      error: { fieldErrors: { parent: [/only under: organization/] } },
    });
    expect(await put("todo", "t1", ["project", "p1"])).toMatchObject({ ok: true });
    expect(await put("made_up", "m1")).toMatchObject({
      error: { fieldErrors: { type: [/Register it first/] } },
    });
    const grant = await requirePermission(admin, "resource.read");
    expect(await getResource(grant, { type: "todo", id: "t1" })).toMatchObject({
      parent: { type: "project", id: "p1" },
    });
  });

  it("never closes a circle, also when two move at once", async () => {
    await put("todo", "a");
    await put("todo", "b", ["todo", "a"]);
    await put("todo", "c", ["todo", "b"]);
    expect(await put("todo", "a", ["todo", "c"])).toMatchObject({
      error: { fieldErrors: { parent: [/todo a > todo c > todo b > todo a/] } },
    });
    for (let round = 0; round < 5; round++) {
      const [x, y] = [`x${round}`, `y${round}`];
      await put("todo", x);
      await put("todo", y);
      const moves = [put("todo", x, ["todo", y]), put("todo", y, ["todo", x])];
      expect((await Promise.all(moves)).filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  it("is at most 32 levels deep", async () => {
    await put("todo", "l1");
    let last = 1;
    while ((await put("todo", `l${last + 1}`, ["todo", `l${last}`])).ok) last++;
    expect(last).toBe(32);
    await put("todo", "top");
    await put("todo", "middle", ["todo", "top"]);
    expect(await put("todo", "top", ["todo", "l30"])).toMatchObject({ ok: true });
    expect(await put("todo", "top", ["todo", "l31"])).toMatchObject({ ok: false });
  });

  it("gives up a resource only when nothing lies under it, and then its grants as well", async () => {
    await put("todo", "a");
    await put("todo", "b", ["todo", "a"]);
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
       VALUES ($1, $2, 'todo.read', 'todo', 'b')`,
      [admin.tenantId, admin.id],
    );
    const a = { type: "todo", id: "a" };
    expect(await deleteResource(admin, a)).toMatchObject({ error: { code: "conflict" } });
    expect(await deleteResource(admin, { type: "todo", id: "b" })).toMatchObject({ ok: true });
    const { tenantId } = admin;
    const left = "SELECT 1 FROM resource_grants WHERE tenant_id = $1";
    expect(await factory.query(left, [tenantId])).toEqual([]);
    expect(await deleteResource(admin, a)).toMatchObject({ ok: true });
    expect(await deleteResource(admin, a)).toMatchObject({ error: { code: "not_found" } });
  });

  it("is listed page by page", async () => {
    for (const id of ["a", "b", "c"]) await put("todo", id);
    const grant = await requirePermission(admin, "resource.read");
    const first = await searchResources(grant, { type: "todo" }, { limit: 2 });
    expect(first).toMatchObject({ rows: [{ id: "a" }, { id: "b" }], nextAfter: "b" });
    const second = await searchResources(grant, { type: "todo" }, { after: "b", limit: 2 });
    expect(second).toMatchObject({ rows: [{ id: "c" }], nextAfter: null });
  });

  it("is browsed from the top down, or found, with what lies under and on it", async () => {
    const owner = await factory.createUser(admin.tenantId, { name: "Grace Hopper" });
    await put("todo", "top");
    for (const id of ["a", "b", "c"]) await put("todo", id, ["todo", "top"]);
    const renamed = { type: "todo", id: "c", name: "50% done", owner: owner.email.toUpperCase() };
    await putResource(admin, { ...renamed, parent: { type: "todo", id: "b" } });
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
       VALUES ($1, $2, 'todo.read', 'todo', 'c')`,
      [admin.tenantId, admin.id],
    );
    const grant = await requirePermission(admin, "resource.read");
    const found = async (filters: Parameters<typeof browseResources>[1]) => {
      const { rows } = await browseResources(grant, filters, { limit: 10 });
      return rows.map(({ id, childCount, grantCount }) => [id, childCount, grantCount]);
    };
    expect(await found({})).toEqual([["top", 2, 0]]);
    expect(await found({ parent: { type: "todo", id: "top" } })).toEqual([
      ["a", 0, 0],
      ["b", 1, 0],
    ]);
    expect(await found({ text: "50%" })).toEqual([["c", 0, 1]]);
    expect(await found({ text: "5%" })).toEqual([]);
    expect(await found({ type: ["project"] })).toEqual([]);
    expect(await countResources(grant)).toEqual([{ value: "todo", count: 4 }]);
    const details = await getResourceDetails(grant, { type: "todo", id: "c" });
    expect(details).toMatchObject({
      name: "50% done",
      parent: { type: "todo", id: "b" },
      above: [{ id: "top" }, { id: "b" }],
      ownerPerson: { id: owner.id, name: "Grace Hopper" },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
    });

    const all = { type: ["todo"] };
    const first = await browseResources(grant, all, { limit: 3 });
    expect(first.rows.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(first.previousCursor).toBeNull();
    const next = { limit: 3, cursor: first.nextCursor ?? "" };
    const second = await browseResources(grant, all, next);
    expect(second).toMatchObject({ rows: [{ id: "top" }], nextCursor: null });
    const back = { limit: 3, cursor: second.previousCursor ?? "" };
    expect(await browseResources(grant, all, back)).toEqual(first);
    const damaged = browseResources(grant, all, { limit: 3, cursor: "nonsense" });
    await expect(damaged).rejects.toThrow("damaged");
  });
});
