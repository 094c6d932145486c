import { beforeEach, describe, expect, it } from "vitest";
import { assignRole } from "../lib/access/assignments/service.ts";
import { createGrant } from "../lib/access/grants/service.ts";
import {
  deleteResource,
  deleteResourceType,
  putResource,
  putResourceType,
} from "../lib/access/resources/service.ts";
import { createRole } from "../lib/access/roles/service.ts";
import { decide } from "../lib/authz/engine/decide.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { loadPrincipals } from "../lib/authz/store/principal.ts";
import { readTarget } from "../lib/authz/store/read-target.ts";
import { createUser, updateUser } from "../lib/identity/users/service.ts";
import { withTenantSql } from "../lib/platform/db.ts";
import { actorWith } from "./actor-with.ts";
import { dataOf } from "./data-of.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const refused = { ok: false, error: { code: "permission_denied" } };
let admin: Actor;
let sven: { id: string; email: string };

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
  sven = await factory.createUser(admin.tenantId, { roles: [], name: "Sven" });
});

async function may(
  userId: string,
  permission: string,
  on: { type: string; id: string; owner?: string },
): Promise<boolean> {
  const { tenantId } = admin;
  const access = (await loadPrincipals(tenantId, [userId])).get(userId)?.access;
  const target = await withTenantSql(tenantId, (sql) =>
    readTarget(sql, tenantId, { owner: null, ...on }),
  );
  return access !== undefined && decide(access, permission, target);
}

const put = (actor: Actor, id: string, more: object = {}) =>
  putResource(actor, { type: "document", id, ...more });
const own = (permission: string) => ({ permission, ownOnly: true });
const give = (userId: string, permission: string, resourceId: string, more: object = {}) =>
  createGrant(admin, { userId, permission, resourceType: "document", resourceId, ...more });

describe("what people are known by", () => {
  const change = (actor: Actor, userId: string, externalId: string | null) =>
    updateUser(actor, { userId, name: "Renamed", externalId, attributes: {} });

  it("is nobody else's, in any case and normal form", async () => {
    dataOf(await change(admin, sven.id, "Zoë|1"));
    const { userId } = dataOf(
      await createUser(admin, { name: "Bob", email: "bob@limits.example", externalId: "bob" }),
    );
    const taken = [
      sven.id,
      sven.id.toUpperCase(),
      sven.email.toUpperCase(),
      "zoe\u0308|1",
      "\uff3aOË|1",
    ];
    for (const externalId of taken) {
      const result = await change(admin, userId, externalId);
      expect([externalId, result]).toMatchObject([
        externalId,
        { error: { code: "invalid_input", fieldErrors: { externalId: [/known by this/] } } },
      ]);
      const email = "new@limits.example";
      const made = await createUser(admin, { name: "Eve", email, externalId });
      expect([externalId, made]).toMatchObject([externalId, { ok: false }]);
    }
    // One's own address is no other's, and what is given up is free.
    expect(await change(admin, userId, "BOB@limits.example")).toMatchObject({ ok: true });
    dataOf(await change(admin, sven.id, null));
    expect(await change(admin, userId, "zoë|1")).toMatchObject({ ok: true });
  });

  it("is refused by the database too, whoever writes, however long", async () => {
    const long = "\ufdfa".repeat(256);
    const rename = (id: string, to: string) =>
      factory.query("UPDATE users SET external_id = $2 WHERE id = $1", [id, to]);
    await rename(admin.id, long);
    await expect(rename(sven.id, `${long} `.trim())).rejects.toThrow(/duplicate key/);
    await expect(rename(sven.id, admin.id)).rejects.toThrow("user_identifiers");
  });

  it("cannot be made what a product calls somebody else, by whoever may less", async () => {
    const mallory = await actorWith(factory, admin.tenantId, [
      "user.update",
      own("document.update"),
    ]);
    expect(await change(mallory, mallory.id, "unknown to Gatehouse")).toMatchObject(refused);
    const said = { type: "document", id: "d", owner: "unknown to Gatehouse" };
    expect(await may(mallory.id, "document.update", said)).toBe(false);
    const result = await change(admin, mallory.id, "unknown to Gatehouse");
    expect(result).toMatchObject({ ok: true });
    expect(await may(mallory.id, "document.update", said)).toBe(true);
    const [event] = await factory.query<{ details: { radius: unknown } }>(
      `SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'user.updated'
       ORDER BY id DESC LIMIT 1`,
      [admin.tenantId],
    );
    expect(event?.details.radius).toMatchObject({
      peopleCount: 1,
      groups: [
        {
          gained: expect.arrayContaining([
            { permission: "document.update", reach: "of unknown to gatehouse" },
          ]),
          lost: [],
        },
      ],
    });
  });

  it("does not count for the second of two who have had it in common before", async () => {
    const eve = await factory.createUser(admin.tenantId, { roles: [], name: "Eve" });
    // As it was before there was the table.
    await factory.query("ALTER TABLE users DISABLE TRIGGER identifiers_update");
    await factory.query("UPDATE users SET external_id = $2 WHERE id = $1", [eve.id, sven.email]);
    await factory.query("ALTER TABLE users ENABLE TRIGGER identifiers_update");
    const ids = async (id: string) =>
      (await loadPrincipals(admin.tenantId, [id])).get(id)?.access.identifiers;
    expect(await ids(eve.id)).toEqual([eve.id, eve.email]);
    expect(await ids(sven.id)).toEqual([sven.id, sven.email]);
    // Everything else of theirs can still be changed.
    expect(await change(admin, eve.id, sven.email)).toMatchObject({ ok: true });
    expect(await change(admin, eve.id, "eve")).toMatchObject({ ok: true });
    expect(await ids(eve.id)).toEqual([eve.id, ...[eve.email, "eve"].sort()]);
  });
});

describe("whose a resource is and where it lies", () => {
  it("is not made their own by whoever may do more with what they own", async () => {
    const mallory = await actorWith(factory, admin.tenantId, [
      "resource.update",
      own("document.update"),
    ]);
    dataOf(await put(admin, "d1", { owner: sven.id }));
    expect(await put(mallory, "d1", { owner: mallory.id })).toMatchObject(refused);
    // Nobody has registered it, and its product says that it is Sven's.
    expect(await put(mallory, "d2", { owner: mallory.email })).toMatchObject(refused);
    // Nor may it be taken from whoever its product names.
    expect(await put(mallory, "d3", { owner: sven.id })).toMatchObject(refused);
    expect(await put(mallory, "d4")).toMatchObject({ ok: true });
    for (const id of ["d1", "d2"]) {
      const said = { type: "document", id, owner: sven.id };
      expect(await may(mallory.id, "document.update", said)).toBe(false);
    }
  });

  it("does not bring what was given elsewhere, nor end what was denied above", async () => {
    const { tenantId } = admin;
    const mallory = await actorWith(factory, tenantId, ["resource.update"]);
    for (const id of ["mine", "closed"]) {
      dataOf(await putResource(admin, { type: "project", id }));
    }
    const on = (id: string) => ({ type: "project", id });
    const project = { userId: mallory.id, permission: "document.read", resourceType: "project" };
    dataOf(await createGrant(admin, { ...project, resourceId: "mine" }));
    dataOf(await createGrant(admin, { ...project, resourceId: "closed", effect: "deny" }));
    dataOf(await put(admin, "d1"));
    dataOf(await put(admin, "d2", { parent: on("closed") }));
    dataOf(await give(mallory.id, "document.read", "d2"));
    expect(await put(mallory, "d1", { parent: on("mine") })).toMatchObject(refused);
    expect(await put(mallory, "new", { parent: on("mine") })).toMatchObject(refused);
    expect(await put(mallory, "d2")).toMatchObject(refused);
    expect(await deleteResource(mallory, { type: "document", id: "d2" })).toMatchObject(refused);
    for (const id of ["d1", "d2", "new"]) {
      expect(await may(mallory.id, "document.read", { type: "document", id })).toBe(false);
    }
  });

  it("reaches what lies under it: a denial above hides what is given below", async () => {
    const mallory = await actorWith(factory, admin.tenantId, ["resource.update"]);
    dataOf(await putResource(admin, { type: "workspace", id: "w" }));
    const project = { type: "project", id: "p" };
    const inWorkspace = { ...project, parent: { type: "workspace", id: "w" } };
    dataOf(await putResource(admin, inWorkspace));
    dataOf(await put(admin, "d", { parent: project }));
    dataOf(await give(mallory.id, "document.read", "d"));
    const denial = { userId: mallory.id, permission: "document.read", effect: "deny" };
    const above = { resourceType: "workspace", resourceId: "w" };
    dataOf(await createGrant(admin, { ...denial, ...above }));
    expect(await putResource(mallory, project)).toMatchObject(refused);
    expect(await may(mallory.id, "document.read", { type: "document", id: "d" })).toBe(false);
  });

  it("keeps a denial that a registration bears", async () => {
    const mallory = await actorWith(factory, admin.tenantId, ["resource.update", "document.read"]);
    dataOf(await put(admin, "d"));
    dataOf(await give(mallory.id, "document.read", "d", { effect: "deny" }));
    expect(await deleteResource(mallory, { type: "document", id: "d" })).toMatchObject(refused);
    expect(await deleteResource(admin, { type: "document", id: "d" })).toMatchObject({ ok: true });
  });
});

describe("what a product has registered", () => {
  const todo = (...names: string[]) => ({
    type: "todo",
    name: "To-do",
    actions: names.map((name) => ({ name })),
  });

  it("keeps its denials, though an action is removed and added again", async () => {
    dataOf(await putResourceType(admin, todo("read", "close")));
    const { tenantId } = admin;
    const mallory = await actorWith(factory, tenantId, [
      "resource_type.update",
      { permission: "todo.close", effect: "deny" },
    ]);
    expect(await putResourceType(mallory, todo("read"))).toMatchObject(refused);
    expect(await deleteResourceType(mallory, { type: "todo" })).toMatchObject(refused);
    expect(await putResourceType(mallory, todo("read", "close", "open"))).toMatchObject({
      ok: true,
    });
  });

  it("cannot be told to look for its owner elsewhere by whoever may less", async () => {
    dataOf(await putResourceType(admin, todo("close")));
    const mallory = await actorWith(factory, admin.tenantId, [
      "resource_type.update",
      own("todo.close"),
    ]);
    const elsewhere = { ...todo("close"), ownerProperty: "assignee" };
    expect(await putResourceType(mallory, elsewhere)).toMatchObject(refused);
    expect(await putResourceType(admin, elsewhere)).toMatchObject({ ok: true });
  });

  it("goes with all that was said of it, and comes back without", async () => {
    dataOf(await putResourceType(admin, todo("close")));
    dataOf(await putResourceType(admin, { ...todo("see"), type: "list", name: "List" }));
    const onTodo = { userId: sven.id, resourceType: "todo", resourceId: null };
    dataOf(await createGrant(admin, { ...onTodo, permission: "todo.close" }));
    dataOf(await createGrant(admin, { ...onTodo, permission: "list.see" }));
    const { id } = await factory.createKey(admin.tenantId, ["audit.read", "todo.close"]);
    dataOf(await deleteResourceType(admin, { type: "todo" }));
    const [event] = await factory.query<{ details: object }>(
      "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'resource_type.deleted'",
      [admin.tenantId],
    );
    expect(event?.details).toMatchObject({ removed: { grants: 2, keys: 1 } });
    expect(JSON.stringify(event?.details)).toContain("on todo");
    dataOf(await putResourceType(admin, todo("close")));
    for (const permission of ["todo.close", "list.see"]) {
      expect(await may(sven.id, permission, { type: "todo", id: "t" })).toBe(false);
    }
    const keys = await factory.query("SELECT scopes FROM api_keys WHERE id = $1", [id]);
    expect(keys).toEqual([{ scopes: ["audit.read"] }]);
    // What was left behind by a type that went before all this.
    dataOf(await deleteResourceType(admin, { type: "todo" }));
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type)
       VALUES ($1, $2, 'todo.close', 'todo'), ($1, $2, 'list.see', 'todo')`,
      [admin.tenantId, sven.id],
    );
    dataOf(await putResourceType(admin, todo("close")));
    for (const permission of ["todo.close", "list.see"]) {
      expect(await may(sven.id, permission, { type: "todo", id: "t" })).toBe(false);
    }
    const nowhere = { ...onTodo, resourceType: "nothing", permission: "todo.close" };
    expect(await createGrant(admin, nowhere)).toMatchObject({
      error: { fieldErrors: { resourceType: [/Register it first/] } },
    });
  });
});

describe("a denial", () => {
  it("is not given to those above: only by whoever could give what it takes", async () => {
    const { tenantId } = admin;
    const mallory = await actorWith(factory, tenantId, [
      "role.create",
      "role.assign",
      "grant.create",
      "document.export",
    ]);
    const entries = [
      { permission: "role.assign", effect: "deny" },
      { permission: "document.export", effect: "deny" },
    ];
    const { roleId } = dataOf(
      await createRole(mallory, { name: "Shut out", entries, parents: [] }),
    );
    expect(await assignRole(mallory, { roleId, userId: admin.id })).toMatchObject(refused);
    const grant = { permission: "document.export", effect: "deny", resourceType: "document" };
    expect(await createGrant(mallory, { ...grant, userId: admin.id })).toMatchObject({ ok: false });
    const onOne = { ...grant, userId: admin.id, resourceId: "d" };
    expect(await createGrant(mallory, onOne)).toMatchObject(refused);
    // What somebody has by a role that she could give, she can deny.
    const reader = { name: "Reader", entries: [{ permission: "document.export" }], parents: [] };
    const { roleId: readerId } = dataOf(await createRole(mallory, reader));
    dataOf(await assignRole(mallory, { roleId: readerId, userId: sven.id }));
    expect(await assignRole(mallory, { roleId, userId: sven.id })).toMatchObject({ ok: true });
    expect(await may(sven.id, "document.export", { type: "document", id: "d" })).toBe(false);
    const other = await factory.createUser(tenantId, { name: "Second" });
    expect(await assignRole(admin, { roleId, userId: other.id })).toMatchObject({ ok: true });
  });
});
