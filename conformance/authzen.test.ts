// The AuthZEN working group's own decisions for its todo scenario, asked over HTTP.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startApi } from "#testing/api-server";
import { setUpTestDatabase } from "#testing/database";
import { Factory } from "#testing/factories";

const folder = join(process.env.CONFORMANCE_DATA ?? "", "authzen");
const files = readdirSync(folder).filter((name) => /^decisions-.*\.json$/.test(name));

type Case = { request: Record<string, unknown> };
type Decisions = {
  evaluation: (Case & { expected: boolean })[];
  evaluations?: (Case & { expected: { decision: boolean }[] })[];
};
const read = <Content>(name: string) =>
  JSON.parse(readFileSync(join(folder, name), "utf8")) as Content;

const requestSchema = z.fromJSONSchema(read("evaluation-request.schema.json"));
const responseSchema = z.fromJSONSchema(read("evaluation-response.schema.json"));

const pid = (digit: number) =>
  Buffer.from(`\n$fd${digit}614d3-c39a-4781-b7bd-8b96f5a5100d\x12\x05local`).toString("base64url");

/** todo-scenario.md: the key of each person, who they are and which roles they have. */
const people = [
  {
    digit: 0,
    email: "rick@the-citadel.com",
    name: "Rick Sanchez",
    roles: ["admin", "evil_genius"],
  },
  { digit: 1, email: "morty@the-citadel.com", name: "Morty Smith", roles: ["editor"] },
  { digit: 2, email: "summer@the-smiths.com", name: "Summer Smith", roles: ["editor"] },
  { digit: 3, email: "beth@the-smiths.com", name: "Beth Smith", roles: ["viewer"] },
  { digit: 4, email: "jerry@the-smiths.com", name: "Jerry Smith", roles: ["viewer"] },
];

type Entry = { permission: string; ownOnly?: boolean };
const roles: Record<string, { parents: string[]; entries: Entry[] }> = {
  viewer: {
    parents: [],
    entries: [{ permission: "user.can_read_user" }, { permission: "todo.can_read_todos" }],
  },
  editor: {
    parents: ["viewer"],
    entries: [
      { permission: "todo.can_create_todo" },
      { permission: "todo.can_update_todo", ownOnly: true },
      { permission: "todo.can_delete_todo", ownOnly: true },
    ],
  },
  admin: { parents: ["editor"], entries: [{ permission: "todo.can_delete_todo" }] },
  evil_genius: { parents: ["editor"], entries: [{ permission: "todo.can_update_todo" }] },
};

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let key: string;
let asked = 0;

beforeAll(async () => {
  api = await startApi();
  const tenantId = await factory.createTenant("Todo");
  ({ key } = await factory.createKey(tenantId, ["access.decide"]));
  await createTodoProduct(tenantId);
  for (const { digit, ...person } of people) {
    const { id } = await factory.createUser(tenantId, person);
    await factory.query("UPDATE users SET external_id = $2 WHERE id = $1", [id, pid(digit)]);
  }
});
afterAll(async () => {
  await api.close();
  console.log(`AuthZEN: ${asked} decisions of ${files.length} files were asked over HTTP`);
});

async function createTodoProduct(tenantId: string): Promise<void> {
  await factory.query(
    `INSERT INTO resource_types (tenant_id, id, name, owner_property)
     VALUES ($1, 'todo', 'To-do', 'ownerID')`,
    [tenantId],
  );
  const permissions = new Set(
    Object.values(roles).flatMap(({ entries }) => entries.map(({ permission }) => permission)),
  );
  for (const permission of permissions) {
    const [type, name] = permission.split(".");
    await factory.query(
      "INSERT INTO resource_actions (tenant_id, resource_type, name) VALUES ($1, $2, $3)",
      [tenantId, type, name],
    );
  }
  for (const [id, { parents, entries }] of Object.entries(roles)) {
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, $2, $2)", [
      tenantId,
      id,
    ]);
    for (const parent of parents) {
      await factory.query("INSERT INTO role_parents VALUES ($1, $2, $3)", [tenantId, id, parent]);
    }
    for (const { permission, ownOnly = false } of entries) {
      await factory.query(
        `INSERT INTO role_permissions (tenant_id, role_id, permission, own_only)
         VALUES ($1, $2, $3, $4)`,
        [tenantId, id, permission, ownOnly],
      );
    }
  }
}

async function ask<Answer>(path: string, request: unknown): Promise<Answer> {
  const response = await fetch(`${api.url}/access/v1/${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(request),
  });
  expect(response.status, await response.clone().text()).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  asked++;
  return (await response.json()) as Answer;
}

describe.each(files)("%s", (name) => {
  const { evaluation, evaluations = [] } = read<Decisions>(name);

  it("is answered as it expects, one by one", async () => {
    expect(evaluation).toHaveLength(40);
    for (const { request, expected } of evaluation) {
      requestSchema.parse(request);
      const answer = await ask<{ decision: boolean }>("evaluation", request);
      responseSchema.parse(answer);
      expect(answer.decision, JSON.stringify(request)).toBe(expected);
    }
  });

  it("is answered as it expects, many at once", async () => {
    expect(evaluations).toHaveLength(name.endsWith("-02.json") ? 3 : 0);
    for (const { request, expected } of evaluations) {
      const answer = await ask<{ evaluations: { decision: boolean }[] }>("evaluations", request);
      for (const each of answer.evaluations) responseSchema.parse(each);
      const given = answer.evaluations.map(({ decision }) => ({ decision }));
      expect(given, JSON.stringify(request)).toEqual(expected);
    }
  });
});

describe("the schemas", () => {
  it("refuse what is no request and no response", () => {
    const [first] = read<Decisions>(files[0] ?? "").evaluation;
    const { subject: _, ...rest } = { subject: null, ...first?.request };
    expect(requestSchema.safeParse(first?.request).success).toBe(true);
    expect(requestSchema.safeParse(rest).success).toBe(false);
    expect(responseSchema.safeParse({ decision: "yes" }).success).toBe(false);
  });
});

describe("the scenario's decisions", () => {
  it("are there in all three versions", () => {
    expect(files).toHaveLength(3);
    const counts = files.map((name) => {
      const { evaluation, evaluations = [] } = read<Decisions>(name);
      return evaluation.length + evaluations.length;
    });
    expect(counts.sort()).toEqual([40, 40, 43]);
  });
});
