// The AuthZEN working group's certification scenario for Authorization API 1.0, with its own requests
// (certification/authorization-api-1_0-scenario.md): what it fixes is said here in Gatehouse's terms.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let tenantId: string;
let key: string;

beforeAll(async () => {
  api = await startApi();
  tenantId = await factory.createTenant("Certification");
  ({ key } = await factory.createKey(tenantId));
  await registerRecords();
  const alice = await createPerson("alice");
  const bob = await createPerson("bob");
  for (const action of ["read", "write", "delete"]) await give(alice, `record.${action}`, null);
  await give(bob, "record.read", null);
  for (const action of ["write", "write_archived"]) await give(bob, `record.${action}`, "record-2");
});
afterAll(() => api.close());

/** Over the API, as a product would: what may only be done with an archived record, or for good. */
async function registerRecords(): Promise<void> {
  await put("/resource-types/record", {
    name: "Record",
    actions: [
      { name: "read" },
      {
        name: "write",
        properties: [{ name: "status", source: "resource", type: "string", fallback: "active" }],
      },
      {
        name: "write_archived",
        condition: { action: "write", all: [{ property: "status", value: "archived" }] },
      },
      { name: "delete", properties: [{ name: "soft", type: "boolean" }] },
      {
        name: "delete_for_good",
        condition: { action: "delete", all: [{ property: "soft", value: false }] },
      },
    ],
  });
  for (const id of ["record-1", "record-2"]) await put(`/resources/record/${id}`, {});
}

async function put(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBe(204);
}

async function createPerson(externalId: string): Promise<string> {
  const { id } = await factory.createUser(tenantId, { roles: [] });
  await factory.query("UPDATE users SET external_id = $2 WHERE id = $1", [id, externalId]);
  return id;
}

function give(userId: string, permission: string, resourceId: string | null) {
  return factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
     VALUES ($1, $2, $3, 'record', $4)`,
    [tenantId, userId, permission, resourceId],
  );
}

type Sent = { headers?: Record<string, string> };

async function send(path: string, body: unknown, { headers }: Sent = {}) {
  const response = await fetch(`${api.url}/access/v1${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  return { status: response.status, headers: response.headers, json: isJson && JSON.parse(text) };
}

const alice = { type: "user", id: "alice" };
const bob = { type: "user", id: "bob" };
const adminBob = { ...bob, properties: { role: "admin" } };
const read = { name: "read" };
const write = { name: "write" };
const softly = (soft: boolean) => ({ name: "delete", properties: { soft } });
const record1 = { type: "record", id: "record-1" };
const record2 = { type: "record", id: "record-2" };
const active = { ...record1, properties: { status: "active" } };
const archived = { ...record2, properties: { status: "archived" } };

describe("the decisions that the scenario fixes", () => {
  const cases: [string, object, boolean][] = [
    ["1", { subject: alice, action: read, resource: record1 }, true],
    ["2", { subject: alice, action: write, resource: record1 }, true],
    ["3", { subject: bob, action: read, resource: record1 }, true],
    ["4", { subject: bob, action: write, resource: record1 }, false],
    ["5", { subject: alice, action: write, resource: archived }, false],
    ["6", { subject: adminBob, action: write, resource: archived }, true],
    ["7", { subject: alice, action: softly(true), resource: record1 }, true],
    ["8", { subject: alice, action: softly(false), resource: record1 }, false],
  ];
  it.each(cases)("rule %s", async (_rule, request, expected) => {
    const context = { time: "2025-06-27T18:03-07:00", ip: "192.168.1.1" };
    for (const asked of [request, { ...request, context }, request]) {
      const { status, json } = await send("/evaluation", asked);
      expect([status, json.decision]).toEqual([200, expected]);
    }
  });

  it("stay with further properties and with members that nobody knows", async () => {
    const asked = {
      subject: { ...alice, properties: { department: "Sales", role: "manager" } },
      action: { ...read, properties: { method: "GET" } },
      resource: { ...record1, properties: { status: "active", owner: "bob" } },
      foo: "bar",
      futureField: { nested: true },
    };
    expect((await send("/evaluation", asked)).json).toEqual({ decision: true });
  });

  it("cannot be had by leaving out what a condition looks at", async () => {
    for (const action of [{ name: "delete" }, { name: "delete", properties: { soft: "true" } }]) {
      const { json } = await send("/evaluation", { subject: alice, action, resource: record1 });
      expect(json).toMatchObject({
        decision: false,
        context: { reason_admin: { en: "Lacks the permission record.delete_for_good." } },
      });
    }
  });
});

describe("many evaluations", () => {
  const decisions = async (request: object) => {
    const { status, json } = await send("/evaluations", request);
    expect(status).toBe(200);
    return json.evaluations.map((each: { decision: boolean }) => each.decision);
  };

  it("are given in order, judged by the properties of each, and merged with defaults", async () => {
    const of = (subject: object, resource: object, actions: object[]) => ({
      subject,
      resource,
      evaluations: actions.map((action) => ({ action })),
    });
    expect(await decisions(of(bob, record1, [read, write]))).toEqual([true, false]);
    const records = [{ resource: active }, { resource: archived }];
    expect(await decisions({ subject: alice, action: write, evaluations: records })).toEqual([
      true,
      false,
    ]);
    const subjects = [{ subject: alice }, { subject: adminBob }];
    expect(await decisions({ action: write, resource: archived, evaluations: subjects })).toEqual([
      false,
      true,
    ]);
    const whole = [
      { subject: alice, action: read, resource: record1 },
      { subject: bob, action: write, resource: record1 },
    ];
    expect(await decisions({ evaluations: whole })).toEqual([true, false]);
    const { type: _, ...untyped } = active;
    const merged = [{ resource: untyped }, { resource: archived }];
    const usual = { subject: alice, action: write, resource: { type: "record" } };
    expect(await decisions({ ...usual, evaluations: merged })).toEqual([true, false]);
    const broken = { subject: alice, action: read, evaluations: [{ resource: record1 }, {}] };
    expect(await decisions(broken)).toEqual([true, false]);
  });

  it("are one when there are none", async () => {
    for (const extra of [{}, { evaluations: [] }]) {
      const asked = { subject: alice, action: read, resource: record1, ...extra };
      expect((await send("/evaluations", asked)).json).toEqual({ decision: true });
    }
  });
});

describe("a search", () => {
  const results = async (path: string, request: object) => {
    const { status, json } = await send(`/search/${path}`, request);
    expect(status).toBe(200);
    return json.results;
  };

  it("finds what the scenario fixes, and each result is permitted", async () => {
    const user = { type: "user" };
    const readers = await results("subject", { subject: user, action: read, resource: record1 });
    expect(readers).toEqual(expect.arrayContaining([alice, bob]));
    const writers = await results("subject", { subject: user, action: write, resource: archived });
    expect(writers).toEqual([bob]);
    const record = { type: "record" };
    expect(await results("resource", { subject: alice, action: read, resource: record })).toEqual([
      record1,
      record2,
    ]);
    const admin = { subject: adminBob, action: write, resource: record };
    expect(await results("resource", admin)).toEqual([record2]);
    const mayDo = await results("action", { subject: alice, resource: record1 });
    // Deleting depends on what is said of it, and a search says nothing.
    expect(mayDo).toEqual([read, write]);
    for (const action of mayDo) {
      const { json } = await send("/evaluation", { subject: alice, action, resource: record1 });
      expect(json).toEqual({ decision: true });
    }
    const withStatus = await results("action", { subject: adminBob, resource: archived });
    expect(withStatus).toEqual([read, write]);
  });

  it("goes on with the token alone", async () => {
    const asked = { subject: { type: "user" }, action: read, resource: record1 };
    const first = await send("/search/subject", { ...asked, page: { limit: 1 } });
    expect(first.json.results).toHaveLength(1);
    const page = { token: first.json.page.next_token };
    const second = await send("/search/subject", { ...asked, page });
    expect(second.json.results).toHaveLength(1);
    const ids = [...first.json.results, ...second.json.results].map(({ id }) => id);
    expect(ids.sort()).toEqual(["alice", "bob"]);
  });

  it("of what nobody knows finds nothing", async () => {
    const nobody = { type: "user", id: "nonexistent-user" };
    expect(await results("action", { subject: nobody, resource: record1 })).toEqual([]);
    const ship = { subject: { type: "spaceship" }, action: read, resource: record1 };
    expect(await results("subject", ship)).toEqual([]);
  });
});

describe("a request that is wrong", () => {
  const whole = { subject: alice, action: read, resource: record1 };
  const wrong: [string, unknown][] = [
    ...Object.keys(whole).map((name): [string, unknown] => [
      `without ${name}`,
      { ...whole, [name]: undefined },
    ]),
    ["without subject.type", { ...whole, subject: { id: "alice" } }],
    ["without subject.id", { ...whole, subject: { type: "user" } }],
    ["without action.name", { ...whole, action: {} }],
    ["without resource.type", { ...whole, resource: { id: "record-1" } }],
    ["without resource.id", { ...whole, resource: { type: "record" } }],
    ["of no JSON", '{"subject":'],
    ["of nothing", ""],
    ["with a subject that is a text", { ...whole, subject: "alice" }],
    ["with an action's name that is a number", { ...whole, action: { name: 123 } }],
  ];
  it.each(wrong)("%s is answered with 400", async (_name, body) => {
    expect((await send("/evaluation", body)).status).toBe(400);
  });

  it("in a search is answered with 400", async () => {
    const user = { type: "user" };
    const record = { type: "record" };
    for (const [path, body] of [
      ["subject", { subject: user, resource: record1 }],
      ["subject", { subject: user, action: read, resource: record }],
      ["resource", { action: read, resource: record }],
      ["resource", { subject: user, action: read, resource: record }],
      ["action", { subject: alice }],
    ] as const) {
      expect([path, (await send(`/search/${path}`, body)).status]).toEqual([path, 400]);
    }
  });

  it("by its content type is answered with 400, and every answer has the request's id", async () => {
    const headers = { "content-type": "text/plain", "x-request-id": "certification-1" };
    const refused = await send("/evaluation", whole, { headers });
    expect([refused.status, refused.headers.get("x-request-id")]).toEqual([400, "certification-1"]);
    const named = await send("/evaluation", whole, {
      headers: { "x-request-id": "certification-2" },
    });
    expect(named.headers.get("x-request-id")).toBe("certification-2");
  });
});
