import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import {
  askDecision,
  createDecidingTenant,
  type DecidingTenant,
  questionAbout,
} from "../../../testing/decision-client.ts";
import { Factory } from "../../../testing/factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let tenant: DecidingTenant;
let admin: string;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  tenant = await createDecidingTenant(factory);
  ({ key: admin } = await factory.createKey(tenant.tenantId));
  await factory.query("UPDATE users SET external_id = 'pid|ada' WHERE id = $1", [tenant.userId]);
});

function call(method: string, path: string, body?: unknown, key = admin): Promise<Response> {
  return fetch(`${api.url}/api/v1/subject-types${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
/** Sends a type without saying how long its body is. */
function statusInChunks(text: string): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${admin}`, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const url = `${api.url}/api/v1/subject-types/chunked`;
    const sent = request(url, { method: "PUT", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on("error", reject);
    sent.write(text);
    sent.end();
  });
}
const ask = (path: string, body: unknown, key = tenant.key) =>
  askDecision(api.url, path, body, { key });
const asIdentity = (id = tenant.email) => ({
  ...questionAbout(id),
  subject: { type: "identity", id },
});

describe("a type of subjects that a tenant says are people", () => {
  it("is known to every question, and to searches by the ids it has", async () => {
    const denied = await ask("/evaluation", asIdentity());
    expect(denied.json).toMatchObject({ decision: false, context: { code: "subject" } });
    expect((await ask("/search/subject", asIdentity())).json.results).toEqual([]);
    expect((await ask("/search/resource", asIdentity())).json.results).toEqual([]);
    expect((await ask("/search/action", asIdentity())).json.results).toEqual([]);
    const put = await call("PUT", "/identity", { idFormat: "email", reason: "The gateway" });
    expect(put.status).toBe(204);
    for (const id of [tenant.userId, tenant.email, "PID|Ada"]) {
      expect((await ask("/evaluation", asIdentity(id))).json, id).toEqual({ decision: true });
    }
    const many = await ask("/evaluations", { ...asIdentity(), evaluations: [{}, {}] });
    expect(many.json.evaluations).toEqual([{ decision: true }, { decision: true }]);
    const subjects = (await ask("/search/subject", asIdentity())).json.results;
    expect(subjects).toEqual([{ type: "identity", id: tenant.email }]);
    expect((await ask("/search/resource", asIdentity())).json.results).toHaveLength(2);
    expect((await ask("/search/action", asIdentity())).json.results).toEqual([{ name: "read" }]);
    const properties = { id_format: "external_id" };
    const asked = { ...asIdentity(), subject: { type: "identity", properties } };
    expect((await ask("/search/subject", asked)).json.results).toEqual([
      { type: "identity", id: "pid|ada" },
    ]);
  });

  it("is listed with user, changed and removed, each time with an event that says why", async () => {
    const list = async () => ((await (await call("GET", "")).json()) as { types: unknown }).types;
    const user = { type: "user", idFormat: null, builtIn: true };
    expect(await list()).toEqual([user]);
    await call("PUT", "/identity", { reason: "The gateway" });
    await call("PUT", "/user", { idFormat: "user_id" });
    expect(await list()).toEqual([
      { ...user, idFormat: "user_id" },
      { type: "identity", idFormat: null, builtIn: false },
    ]);
    expect((await ask("/search/subject", questionAbout("x"))).json.results).toEqual([
      { type: "user", id: tenant.userId },
    ]);
    expect((await call("DELETE", "/identity?reason=Gone")).status).toBe(204);
    expect((await call("DELETE", "/identity")).status).toBe(404);
    expect((await call("DELETE", "/user")).status).toBe(204);
    expect((await call("DELETE", "/user")).status).toBe(404);
    expect(await list()).toEqual([user]);
    expect((await ask("/evaluation", asIdentity())).json).toMatchObject({ decision: false });
    expect((await ask("/evaluation", questionAbout(tenant.email))).json.decision).toBe(true);
    const events = await factory.query(
      `SELECT action, target_id AS id, reason, details FROM audit_events
       WHERE tenant_id = $1 AND action LIKE 'subject_type.%' ORDER BY audit_events.id`,
      [tenant.tenantId],
    );
    expect(events).toMatchObject([
      {
        action: "subject_type.updated",
        id: "identity",
        reason: "The gateway",
        details: { before: null, after: { idFormat: null } },
      },
      { action: "subject_type.updated", id: "user" },
      { action: "subject_type.deleted", id: "identity", reason: "Gone" },
      { action: "subject_type.deleted", id: "user", details: { before: { idFormat: "user_id" } } },
    ]);
  });

  it("is one tenant's, needs the permission, and has a name and a format", async () => {
    const other = await createDecidingTenant(factory);
    await call("PUT", "/identity", {});
    const foreign = await ask("/evaluation", asIdentity(other.email), other.key);
    expect(foreign.json).toMatchObject({ decision: false, context: { code: "subject" } });
    expect((await call("PUT", "/robot", {}, tenant.key)).status).toBe(403);
    expect((await call("DELETE", "/identity", undefined, tenant.key)).status).toBe(403);
    for (const [path, body] of [
      ["/x", { idFormat: "phone" }],
      ["/x", { idFormat: null, extra: 1 }],
      ["/%20x", {}],
      [`/${"x".repeat(129)}`, {}],
    ] as const) {
      expect([path, (await call("PUT", path, body)).status]).toEqual([path, 422]);
    }
    expect(await statusInChunks('{"idFormat": "email"}')).toBe(204);
    expect(await statusInChunks(" ".repeat(300 * 1024))).toBe(413);
    for (const type of ["__proto__", "constructor"]) {
      expect((await call("PUT", `/${type}`, {})).status).toBe(204);
      const subject = { type, id: tenant.email };
      const answer = await ask("/evaluation", { ...questionAbout("x"), subject });
      expect(answer.json).toEqual({ decision: true });
    }
  });
});
