// The AuthZEN working group's interop scenarios for API gateways and for searches, as their payload
// documents have them (interop/authzen-interop-website/docs/scenarios): people, records and policies are
// theirs, and every answer that their tables list is asked for.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { askDecision } from "../../../testing/decision-client.ts";
import { Factory } from "../../../testing/factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Tenant = { tenantId: string; key: string };

async function createTenant(): Promise<Tenant> {
  const tenantId = await factory.createTenant();
  return { tenantId, key: (await factory.createKey(tenantId)).key };
}

async function put({ key }: Tenant, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBe(204);
}

async function ask({ key }: Tenant, path: string, body: unknown) {
  const answer = await askDecision(api.url, path, body, { key });
  expect(answer.status, answer.text).toBe(200);
  return answer.json;
}

/** Somebody whom products know by this id. */
async function createPerson({ tenantId }: Tenant, externalId: string): Promise<string> {
  const { id } = await factory.createUser(tenantId, { roles: [] });
  await factory.query("UPDATE users SET external_id = $2 WHERE id = $1", [id, externalId]);
  return id;
}

function give(
  { tenantId }: Tenant,
  userId: string,
  permission: string,
  on: [string, string | null],
) {
  return factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
     VALUES ($1, $2, $3, $4, $5)`,
    [tenantId, userId, permission, ...on],
  );
}

describe("the API gateway scenario", () => {
  const pid = (digit: number) =>
    Buffer.from(`\n$fd${digit}614d3-c39a-4781-b7bd-8b96f5a5100d\x12\x05local`).toString(
      "base64url",
    );
  const routes: [method: string, route: string][] = [
    ["GET", "/users/{userId}"],
    ["GET", "/todos"],
    ["POST", "/todos"],
    ["PUT", "/todos/{todoId}"],
    ["DELETE", "/todos/{todoId}"],
  ];
  const editors = [0, 1, 2];

  it("is answered as its 25 decisions expect, for subjects that it calls identity", async () => {
    const tenant = await createTenant();
    const actions = ["GET", "POST", "PUT", "DELETE"].map((name) => ({ name }));
    await put(tenant, "/resource-types/route", { name: "Route", actions });
    await put(tenant, "/subject-types/identity", { idFormat: "external_id" });
    for (const digit of [0, 1, 2, 3, 4]) {
      const id = await createPerson(tenant, pid(digit));
      for (const [method, route] of routes) {
        if (method !== "GET" && !editors.includes(digit)) continue;
        await give(tenant, id, `route.${method}`, ["route", route]);
      }
    }
    for (const digit of [0, 1, 2, 3, 4]) {
      for (const [name, id] of routes) {
        const { decision } = await ask(tenant, "/evaluation", {
          subject: { type: "identity", id: pid(digit) },
          action: { name },
          resource: { type: "route", id },
          context: {},
        });
        const expected = name === "GET" || editors.includes(digit);
        expect([digit, name, id, decision]).toEqual([digit, name, id, expected]);
      }
    }
  });
});

describe("the search scenario", () => {
  const people = [
    { id: "alice", role: "manager", department: "Sales" },
    { id: "bob", role: "employee", department: "Legal" },
    { id: "carol", role: "contractor", department: "Legal" },
    { id: "dan", role: "manager", department: "Finance" },
    { id: "erin", role: "employee", department: "Finance" },
    { id: "felix", role: "contractor", department: "Accounting" },
  ];
  // From record 101 on; their owners take turns.
  const departments = [
    ["Legal", "Legal", "Legal", "Accounting", "Legal", "Accounting", "Sales", "Legal"],
    ["Accounting", "Sales", "Accounting", "Legal", "Sales", "Accounting", "Finance", "Legal"],
    ["Legal", "Accounting", "Legal", "Accounting"],
  ].flat();
  const records = departments.map((department, index) => {
    return { id: String(101 + index), department, owner: people[index % people.length]?.id ?? "" };
  });
  type Person = (typeof people)[number];
  type Of = (typeof records)[number];
  const policies: Record<string, (person: Person, record: Of) => boolean> = {
    view: (person, record) =>
      person.id === record.owner ||
      person.department === record.department ||
      person.role === "manager",
    edit: (person, record) =>
      person.id === record.owner ||
      (person.role === "manager" && person.department === record.department),
    delete: (person, record) => person.id === record.owner,
  };
  const actions = Object.keys(policies);
  let tenant: Tenant;

  beforeAll(async () => {
    tenant = await createTenant();
    const { tenantId } = tenant;
    await put(tenant, "/resource-types/department", { name: "Department", actions: [] });
    const named = actions.map((name) => ({ name }));
    await put(tenant, "/resource-types/record", { name: "Record", actions: named });
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'own', 'Own')", [
      tenantId,
    ]);
    await factory.query(
      `INSERT INTO role_permissions (tenant_id, role_id, permission, own_only)
       SELECT $1, 'own', 'record.' || name, true FROM unnest($2::text[]) AS name`,
      [tenantId, actions],
    );
    for (const { id: externalId, role, department } of people) {
      const id = await createPerson(tenant, externalId);
      await factory.query(
        "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'own')",
        [tenantId, id],
      );
      const isManager = role === "manager";
      await give(
        tenant,
        id,
        "record.view",
        isManager ? ["record", null] : ["department", department],
      );
      if (isManager) await give(tenant, id, "record.edit", ["department", department]);
    }
    await factory.query(
      "INSERT INTO resources (tenant_id, type, id) SELECT $1, 'department', unnest($2::text[])",
      [tenantId, [...new Set(departments)]],
    );
    await factory.query(
      `INSERT INTO resources (tenant_id, type, id, owner, parent_type, parent_id)
       SELECT $1, 'record', r.id, r.owner, 'department', r.department
       FROM unnest($2::text[], $3::text[], $4::text[]) AS r (id, owner, department)`,
      [
        tenantId,
        records.map(({ id }) => id),
        records.map(({ owner }) => owner),
        records.map(({ department }) => department),
      ],
    );
  });

  const sorted = (ids: string[]) => ids.toSorted();

  it("finds who may view, edit and delete each record", async () => {
    for (const record of records) {
      for (const [name, mayDo] of Object.entries(policies)) {
        const { results } = await ask(tenant, "/search/subject", {
          subject: { type: "user" },
          action: { name },
          resource: { type: "record", id: record.id },
        });
        const expected = people.filter((person) => mayDo(person, record)).map(({ id }) => id);
        const found = results.map((each: { type: string; id: string }) => each.id);
        expect([record.id, name, sorted(found)]).toEqual([record.id, name, sorted(expected)]);
      }
    }
  });

  it("finds which records each person may view, edit and delete", async () => {
    for (const person of people) {
      for (const [name, mayDo] of Object.entries(policies)) {
        const { results } = await ask(tenant, "/search/resource", {
          subject: { type: "user", id: person.id },
          action: { name },
          resource: { type: "record" },
        });
        const expected = records
          .filter((record) => mayDo(person, record))
          .map(({ id }) => ({ type: "record", id }));
        expect([person.id, name, results]).toEqual([person.id, name, expected]);
      }
    }
  });

  it("finds what each person may do with each record", async () => {
    for (const person of people) {
      for (const record of records) {
        const { results } = await ask(tenant, "/search/action", {
          subject: { type: "user", id: person.id },
          resource: { type: "record", id: record.id },
        });
        const expected = actions
          .filter((name) => policies[name]?.(person, record))
          .map((name) => ({ name }));
        const found = results.toSorted((a: { name: string }, b: { name: string }) =>
          a.name < b.name ? -1 : 1,
        );
        const inOrder = expected.toSorted((a, b) => (a.name < b.name ? -1 : 1));
        expect([person.id, record.id, found]).toEqual([person.id, record.id, inOrder]);
      }
    }
  });

  it("finds nothing for what it does not know", async () => {
    const subject = { type: "user" };
    for (const [name, id] of [
      ["view", "100"],
      ["print", "101"],
    ] as const) {
      const asked = { subject, action: { name }, resource: { type: "record", id } };
      const { results } = await ask(tenant, "/search/subject", asked);
      // Nobody has registered record 100: whoever may view every record may view it too.
      const managers = results.map((each: { id: string }) => each.id);
      expect([name, sorted(managers)]).toEqual([name, name === "view" ? ["alice", "dan"] : []]);
    }
  });
});
