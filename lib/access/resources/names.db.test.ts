import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { putResourceType } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const put = (type: string, name: string, ...actions: string[]) =>
  putResourceType(admin, { type, name, actions: actions.map((each) => ({ name: each })) });
const refused = (field: string, message: RegExp) => ({
  ok: false,
  error: {
    code: "invalid_input",
    fieldErrors: { [field]: [expect.stringMatching(message)] },
  },
});

describe("what types of a product are called", () => {
  it("is no other type's name, in any case and Unicode form", async () => {
    dataOf(await put("cafe", "Caf\u00e9"));
    for (const name of ["Caf\u00e9", "CAFE\u0301", "\uff43af\u00e9"]) {
      expect([name, await put("other", name)]).toMatchObject([
        name,
        refused("name", /a type called Caf\u00e9 already/),
      ]);
    }
    dataOf(await put("other", "Tea"));
    expect(await put("other", "caf\u00e9")).toMatchObject(refused("name", /Caf\u00e9/));
    dataOf(await put("cafe", "CAF\u00c9"));
  });

  it("is not the name of one of Gatehouse's own", async () => {
    for (const name of ["Document", "document", "\uff29nvoice"]) {
      expect(await put("mine", name)).toMatchObject(refused("name", /There is a type called/));
    }
  });

  it("is another's as soon as it is given up, and another tenant's at any time", async () => {
    dataOf(await put("cafe", "Caf\u00e9"));
    dataOf(await put("cafe", "Bar"));
    dataOf(await put("other", "Caf\u00e9"));
    const stranger = await factory.createActor(await factory.createTenant());
    const theirs = { type: "CAFE", name: "Bar", actions: [] };
    dataOf(await putResourceType(stranger, theirs));
  });

  it("is given to one of two who register it at the same moment", async () => {
    const results = await Promise.all([put("one", "Caf\u00e9"), put("two", "CAFE\u0301")]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const ids = await Promise.all([put("three", "Three"), put("Three", "Drei")]);
    expect(ids.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });
});

describe("ids of types and actions", () => {
  it("differ by more than case, also from Gatehouse's own", async () => {
    dataOf(await put("todo_1", "To-do", "close"));
    expect(await put("ToDo_1", "Other")).toMatchObject(refused("type", /todo_1 by case only/));
    for (const type of ["Document", "INVOICE", "User", "Audit"]) {
      expect([type, await put(type, "Other")]).toMatchObject([
        type,
        refused("type", /by case only/),
      ]);
    }
    dataOf(await put("todoX1", "Another"));
    for (const actions of [
      ["close", "Close"],
      ["open", "OPEN"],
    ]) {
      expect(await put("todo_1", "To-do", ...actions)).toMatchObject(
        refused("actions", /by case only/),
      );
    }
    expect(await put("document", "Document", "READ")).toMatchObject(
      refused("actions", /document.read by case only/),
    );
    dataOf(await put("todo_1", "To-do", "Close"));
  });

  it("stay as they are where they are registered already", async () => {
    await factory.query(
      `INSERT INTO resource_types (tenant_id, id, name)
       VALUES ($1, 'todo', 'To-do'), ($1, 'Todo', 'Other'), ($1, 'mine', 'document')`,
      [admin.tenantId],
    );
    await factory.query(
      "INSERT INTO resource_actions VALUES ($1, 'todo', 'close'), ($1, 'todo', 'Close')",
      [admin.tenantId],
    );
    dataOf(await put("todo", "To-do", "close", "Close"));
    dataOf(await put("Todo", "Other"));
    dataOf(await put("mine", "document"));
    expect(await put("TODO", "Third")).toMatchObject(refused("type", /by case only/));
  });
});

it("names from before are told apart, and the first keeps its own", async () => {
  await factory.query("DROP INDEX resource_types_name_folded");
  await factory.query(
    `INSERT INTO resource_types (tenant_id, id, name, created_at)
     VALUES ($1, 'b', 'To-do', now()), ($1, 'a', 'TO-DO', now() + interval '1 hour'),
       ($1, 'c', 'Other', now())`,
    [admin.tenantId],
  );
  const folder = "../../../prisma/migrations/20261130132010_resource_type_names/migration.sql";
  await factory.query(readFileSync(new URL(folder, import.meta.url), "utf8"));
  const rows = await factory.query(
    "SELECT id, name FROM resource_types WHERE tenant_id = $1 ORDER BY id",
    [admin.tenantId],
  );
  expect(rows).toEqual([
    { id: "a", name: expect.stringMatching(/^TO-DO [0-9a-f]{8}$/) },
    { id: "b", name: "To-do" },
    { id: "c", name: "Other" },
  ]);
  await factory.query(
    "CREATE UNIQUE INDEX resource_types_name_folded ON resource_types (tenant_id, folded_name(name))",
  );
});
