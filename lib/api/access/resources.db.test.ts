import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { createApiKey } from "../../identity/api-keys/service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let tenantId: string;
let key: string;
let otherKey: string;

beforeAll(async () => {
  api = await startApi();
  tenantId = await factory.createTenant();
  ({ key } = await factory.createKey(tenantId));
  ({ key: otherKey } = await factory.createKey(await factory.createTenant()));
});
afterAll(() => api.close());

async function call(method: string, path: string, body?: unknown, as = key) {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${as}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, json };
}

const todo = { name: "To-do", ownerProperty: "ownerID", actions: [{ name: "close" }] };

describe("a product", () => {
  it("registers its types and resources, and gives access to them", async () => {
    expect(await call("PUT", "/resource-types/todo", todo)).toMatchObject({ status: 204 });
    const types = await call("GET", "/resource-types");
    expect(types.json.types).toContainEqual(
      expect.objectContaining({ type: "todo", builtIn: false, ownerProperty: "ownerID" }),
    );
    expect(await call("PUT", "/resources/todo/t%2F1", { name: "Milk" })).toMatchObject({
      status: 204,
    });
    const found = await call("GET", "/resources/todo/t%2F1");
    expect(found).toMatchObject({ status: 200, json: { id: "t/1", name: "Milk", parent: null } });
    const { id: userId } = await factory.createUser(tenantId, { roles: [] });
    // A key gives what its scopes hold; this one holds everything of the catalogue, no more.
    const grant = {
      userId,
      permission: "document.read",
      resourceType: "document",
      resourceId: "d",
    };
    const given = await call("POST", "/grants", grant);
    expect(given.status).toBe(201);
    const own = await call("POST", "/grants", {
      ...grant,
      permission: "todo.close",
      resourceType: "todo",
    });
    expect(own).toMatchObject({
      status: 403,
      json: { detail: expect.stringContaining("The key lacks the scope todo.close") },
    });
    const admin = await factory.createActor(tenantId);
    const scopes = ["grant.create", "grant.revoke", "todo.close"];
    const made = await createApiKey(admin, { name: "Product", scopes, expiresInDays: 1 });
    const productKey = dataOf(made).key;
    const ofTodo = { ...grant, permission: "todo.close", resourceType: "todo" };
    const byProduct = await call("POST", "/grants", ofTodo, productKey);
    expect(byProduct.status).toBe(201);
    const takenBack = `/grants/${byProduct.json.grantId}`;
    const withReason = `${takenBack}?reason=Moved`;
    expect(await call("DELETE", withReason, undefined, productKey)).toMatchObject({ status: 204 });
    const unknown = { name: "Wrong", scopes: ["todo.open"], expiresInDays: 1 };
    expect(await createApiKey(admin, unknown)).toMatchObject({
      error: { fieldErrors: { scopes: [expect.stringContaining("todo.open")] } },
    });
    const listed = await call("GET", `/grants?userId=${userId}`);
    expect(listed.json.rows).toMatchObject([{ permission: "document.read", resourceId: "d" }]);
    const path = `/grants/${given.json.grantId}?reason=Done`;
    expect(await call("DELETE", path)).toMatchObject({ status: 204 });
    expect(await call("DELETE", path)).toMatchObject({ status: 404 });
    const gone = ["/resources/todo/t%2F1?reason=Sold", "/resource-types/todo?reason=Given+up"];
    for (const each of gone) expect(await call("DELETE", each)).toMatchObject({ status: 204 });
    const said = await factory.query(
      `SELECT action, reason FROM audit_events WHERE tenant_id = $1 AND reason IS NOT NULL
       ORDER BY action`,
      [tenantId],
    );
    expect(said).toEqual([
      { action: "grant.revoked", reason: "Done" },
      { action: "grant.revoked", reason: "Moved" },
      { action: "resource.deleted", reason: "Sold" },
      { action: "resource_type.deleted", reason: "Given up" },
    ]);
  });

  it("is told what is wrong with what it sends", async () => {
    const malformed = await call("PUT", "/resource-types/todo", "{");
    expect(malformed).toMatchObject({ status: 400, json: { code: "malformed" } });
    const huge = await call("PUT", "/resource-types/todo", { name: "x".repeat(300_000) });
    expect(huge).toMatchObject({ status: 413, json: { code: "too_large" } });
    expect(await call("PUT", "/resource-types/a.b", todo)).toMatchObject({ status: 422 });
    expect(await call("PUT", "/resource-types/todo", { ...todo, extra: 1 })).toMatchObject({
      status: 422,
    });
    expect(await call("GET", "/resources")).toMatchObject({ status: 422 });
    expect(await call("DELETE", "/grants/none")).toMatchObject({ status: 422 });
  });

  it("reaches nothing of another tenant, and nothing without the scope", async () => {
    await call("PUT", "/resource-types/wall", { ...todo, actions: [] });
    await call("PUT", "/resources/wall/w1", {});
    expect(await call("GET", "/resources/wall/w1", undefined, otherKey)).toMatchObject({
      status: 404,
    });
    expect(await call("DELETE", "/resources/wall/w1", undefined, otherKey)).toMatchObject({
      status: 404,
    });
    const listed = await call("GET", "/resources?type=wall", undefined, otherKey);
    expect(listed.json).toEqual({ rows: [], nextAfter: null });
    const { id: userId } = await factory.createUser(tenantId, { roles: [] });
    const grant = {
      userId,
      permission: "document.read",
      resourceType: "document",
      resourceId: "d",
    };
    expect(await call("POST", "/grants", grant, otherKey)).toMatchObject({ status: 404 });
    const { key: weak } = await factory.createKey(tenantId, ["audit.record"]);
    for (const [method, path, body] of [
      ["GET", "/resource-types", undefined],
      ["PUT", "/resource-types/todo", todo],
      ["DELETE", "/resource-types/todo", undefined],
      ["GET", "/resources?type=wall", undefined],
      ["GET", "/resources/wall/w1", undefined],
      ["PUT", "/resources/wall/w1", {}],
      ["DELETE", "/resources/wall/w1", undefined],
      ["GET", "/grants", undefined],
      ["POST", "/grants", grant],
      ["DELETE", `/grants/${crypto.randomUUID()}`, undefined],
    ] as const) {
      const { status } = await call(method, path, body, weak);
      expect([method, path, status]).toEqual([method, path, 403]);
    }
  });
});
