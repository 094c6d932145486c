import { beforeAll, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { compileAccess } from "../../authz/engine/access.ts";
import { decide } from "../../authz/engine/decide.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { readPeopleFacts, readPolicyFacts } from "../../authz/store/read-facts.ts";
import { withTenantSnapshot } from "../../platform/db.ts";
import {
  countColumnFacets,
  exportMatrix,
  findPersonInMatrix,
  getRoleMatrix,
  searchPeopleMatrix,
} from "./queries.ts";
import { cellOf, type MatrixFilters, type MatrixPage, matrixFilters } from "./schema.ts";
import { beginMatrixExport } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let grant: Grant<"matrix.read">;
let exporting: Grant<"matrix.export">;
let groupId: string;

const filtersOf = (given: Partial<MatrixFilters>) => matrixFilters.parse(given);
const people = (given: Partial<MatrixFilters> = {}) => filtersOf({ ...given, view: "people" });
const all = { limit: 200 };
const names = ({ rows }: Pick<MatrixPage, "rows">) => rows.map(({ name }) => name);
const columnIds = ({ columns }: Pick<MatrixPage, "columns">) => columns.map(({ id }) => id);

function stateOf(page: MatrixPage, name: string, permission: string) {
  const cells = page.rows.find((row) => row.name === name)?.cells;
  return cellOf(cells?.[columnIds(page).indexOf(permission)]);
}

async function give(userId: string, permission: string, effect: string, on: string) {
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     VALUES ($1, $2, $3, $4, 'document', $5)`,
    [admin.tenantId, userId, permission, effect, on],
  );
}

beforeAll(async () => {
  admin = await factory.createActor(await factory.createTenant());
  const { tenantId } = admin;
  grant = await requirePermission(admin, "matrix.read");
  exporting = await requirePermission(admin, "matrix.export");
  await factory.query(
    "INSERT INTO resource_types (tenant_id, id, name) VALUES ($1, 'todo', 'To do')",
    [tenantId],
  );
  await factory.query(
    "INSERT INTO resource_actions (tenant_id, resource_type, name, risk) VALUES ($1, 'todo', 'close', 'high')",
    [tenantId],
  );
  await factory.query(
    `INSERT INTO roles (tenant_id, id, name, description) VALUES
       ($1, 'clerk', '=Clerk', 'Writes "letters", mostly'), ($1, 'lead', 'Lead', '')`,
    [tenantId],
  );
  await factory.query("INSERT INTO role_parents VALUES ($1, 'lead', 'clerk')", [tenantId]);
  await factory.query(
    `INSERT INTO role_permissions (tenant_id, role_id, permission, effect, own_only) VALUES
       ($1, 'clerk', 'document.read', 'allow', false), ($1, 'clerk', 'document.update', 'allow', true),
       ($1, 'clerk', 'todo.close', 'deny', false), ($1, 'lead', 'order.cancel', 'allow', false)`,
    [tenantId],
  );
  const bea = await factory.createUser(tenantId, { name: "Bea 100%", roles: ["clerk"] });
  await factory.createUser(tenantId, { name: "Cem", roles: ["lead"] });
  const dan = await factory.createUser(tenantId, { name: "Dan", roles: [] });
  await give(bea.id, "document.read", "deny", "secret");
  await give(dan.id, "document.read", "allow", "d1");
  const made = await factory.query<{ id: string }>(
    "INSERT INTO groups (tenant_id, name) VALUES ($1, 'Office') RETURNING id",
    [tenantId],
  );
  groupId = made[0]?.id ?? "";
  await factory.query(
    "INSERT INTO group_members (tenant_id, group_id, user_id) VALUES ($1, $2, $3)",
    [tenantId, groupId, dan.id],
  );
  await factory.query(
    "INSERT INTO group_roles (tenant_id, group_id, role) VALUES ($1, $2, 'executive')",
    [tenantId, groupId],
  );
});

describe("roles beside permissions", () => {
  it("shows what each says, inherits and denies", async () => {
    const page = await getRoleMatrix(grant, filtersOf({}));
    expect(page.total).toBe(page.rows.length);
    expect(names(page).slice(-2)).toEqual(["=Clerk", "Lead"]);
    for (const { cells } of page.rows) expect(cells).toHaveLength(page.columns.length);
    expect(stateOf(page, "=Clerk", "document.read")).toMatchObject({
      state: "allowed",
      from: "itself",
    });
    expect(stateOf(page, "Lead", "document.read")).toMatchObject({
      state: "allowed",
      from: "inherited",
    });
    expect(stateOf(page, "Lead", "document.update")).toMatchObject({
      state: "own",
      from: "inherited",
    });
    expect(stateOf(page, "Lead", "todo.close")).toMatchObject({
      state: "denied",
      from: "inherited",
    });
    expect(stateOf(page, "Lead", "order.cancel")).toMatchObject({
      state: "allowed",
      from: "itself",
    });
    expect(stateOf(page, "Lead", "user.read").state).toBe("none");
  });

  it("chooses rows and columns", async () => {
    expect(names(await getRoleMatrix(grant, filtersOf({ text: "LETTERS" })))).toEqual(["=Clerk"]);
    expect(names(await getRoleMatrix(grant, filtersOf({ role: ["lead"] })))).toEqual(["Lead"]);
    const products = await getRoleMatrix(grant, filtersOf({ category: ["Your products"] }));
    expect(columnIds(products)).toEqual(["todo.close"]);
    expect(columnIds(await getRoleMatrix(grant, filtersOf({ area: ["todo"] })))).toEqual([
      "todo.close",
    ]);
    const audit = columnIds(await getRoleMatrix(grant, filtersOf({ area: ["module.audit"] })));
    expect(audit).toContain("audit.read");
    expect(audit).toContain("module.audit");
    expect(audit).not.toContain("user.read");
    const risky = await getRoleMatrix(grant, filtersOf({ risk: ["critical", "high"] }));
    expect(new Set(risky.columns.map(({ risk }) => risk))).toEqual(new Set(["critical", "high"]));
  });

  it("leaves out columns in which nothing differs, or that nobody is allowed", async () => {
    const role = ["clerk", "lead"];
    const differing = await getRoleMatrix(grant, filtersOf({ role, differs: true }));
    expect(columnIds(differing)).toContain("order.cancel");
    expect(columnIds(differing)).not.toContain("document.read");
    for (const index of differing.columns.keys()) {
      const states = differing.rows.map(({ cells }) => cellOf(cells[index]).state);
      expect(new Set(states).size).toBeGreaterThan(1);
    }
    const allowed = await getRoleMatrix(grant, filtersOf({ role, allowed: true }));
    expect(columnIds(allowed)).toContain("document.update");
    expect(columnIds(allowed)).not.toContain("todo.close");
    expect(columnIds(allowed)).not.toContain("user.read");
  });

  it("says what columns can be chosen by", async () => {
    const { category, risk, area } = await countColumnFacets(grant);
    expect(category).toContainEqual({ value: "Your products", label: "Your products", count: 1 });
    expect(area).toContainEqual({ value: "todo", label: "todo", count: 1 });
    expect(area.find(({ value }) => value === "module.audit")).toMatchObject({
      label: "Audit log",
    });
    expect(risk.map(({ value }) => value).sort()).toEqual(["critical", "high", "low", "medium"]);
  });
});

describe("people beside permissions", () => {
  it("shows what decide says of each", async () => {
    const page = await searchPeopleMatrix(grant, people(), all);
    expect(names(page)).toEqual(["Ada Example", "Bea 100%", "Cem", "Dan"]);
    expect(stateOf(page, "Bea 100%", "document.read").state).toBe("except");
    expect(stateOf(page, "Cem", "document.update").state).toBe("own");
    expect(stateOf(page, "Cem", "todo.close").state).toBe("denied");
    expect(stateOf(page, "Dan", "document.read").state).toBe("some");
    expect(stateOf(page, "Dan", "kpi.product.read").state).toBe("allowed");
    const { tenantId } = admin;
    await withTenantSnapshot(tenantId, async (sql) => {
      const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
      const ids = page.rows.map(({ id }) => id);
      const facts = await readPeopleFacts(sql, tenantId, ids, new Date());
      for (const row of page.rows) {
        const person = facts.get(row.id);
        if (!person) throw new Error("nobody");
        const access = compileAccess(policy, person, Date.now());
        for (const { id } of page.columns) {
          const { state } = stateOf(page, row.name, id);
          expect([id, state === "allowed" || state === "except"]).toEqual([id, decide(access, id)]);
        }
      }
    });
  });

  it("finds by name, role and group, and takes signs for signs", async () => {
    const find = async (given: Partial<MatrixFilters>) =>
      names(await searchPeopleMatrix(grant, people(given), all));
    expect(await find({ text: "100%" })).toEqual(["Bea 100%"]);
    expect(await find({ text: "%" })).toEqual(["Bea 100%"]);
    expect(await find({ text: "_" })).toEqual([]);
    expect(await find({ role: ["executive"] })).toEqual(["Dan"]);
    expect(await find({ role: ["clerk", "lead"] })).toEqual(["Bea 100%", "Cem"]);
    expect(await find({ group: [groupId] })).toEqual(["Dan"]);
  });

  it("comes in pages that hold everybody once", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchPeopleMatrix(grant, people(), { limit: 1, cursor });
      expect(page.total).toBe(4);
      seen.push(...names(page));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["Ada Example", "Bea 100%", "Cem", "Dan"]);
    const damaged = searchPeopleMatrix(grant, people(), { limit: 1, cursor: "x" });
    await expect(damaged).rejects.toThrow("damaged");
  });

  it("chooses columns by all people, not by those of one page", async () => {
    const filters = people({ differs: true, role: ["clerk", "lead"] });
    const first = await searchPeopleMatrix(grant, filters, { limit: 1 });
    expect(columnIds(first)).toContain("order.cancel");
    expect(columnIds(first)).not.toContain("document.update");
    const both = await searchPeopleMatrix(grant, filters, all);
    expect(columnIds(both)).toEqual(columnIds(first));
    const allowed = people({ allowed: true, role: ["clerk", "lead"] });
    const left = columnIds(await searchPeopleMatrix(grant, allowed, { limit: 1 }));
    expect(left).toContain("order.cancel");
    expect(left).not.toContain("todo.close");
  });

  it("finds one person", async () => {
    const page = await searchPeopleMatrix(grant, people(), all);
    const [, bea] = page.rows;
    expect(await findPersonInMatrix(grant, people(), bea?.id ?? "")).toEqual(bea);
    expect(await findPersonInMatrix(grant, people(), crypto.randomUUID())).toBeNull();
  });
});

async function textOf(filters: MatrixFilters, format: "csv" | "json"): Promise<string> {
  let text = "";
  for await (const piece of exportMatrix(exporting, { format, filters })) text += piece;
  return text;
}

describe("a file", () => {
  it("holds exactly the chosen roles and permissions, and nothing that a spreadsheet runs", async () => {
    const filters = filtersOf({
      role: ["clerk", "lead"],
      area: ["todo", "module.orders"],
      differs: true,
    });
    const shown = await getRoleMatrix(grant, filters);
    const lines = (await textOf(filters, "csv")).split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(`\uFEFFrole,description,id,${columnIds(shown).join(",")}`);
    expect(lines[1]).toMatch(/^'=Clerk,"Writes ""letters"", mostly",clerk,no/);
    expect(lines[2]).toMatch(/^Lead,,lead,allowed/);
    expect(lines[3]).toBe("");
  });

  it("holds everybody who is chosen, as the pages show them", async () => {
    const filters = people({ allowed: true });
    const page = await searchPeopleMatrix(grant, filters, all);
    const file = JSON.parse(await textOf(filters, "json"));
    expect(file.filters).toEqual(filters);
    expect(file.permissions.map(({ id }: { id: string }) => id)).toEqual(columnIds(page));
    expect(file.rows).toEqual(
      page.rows.map(({ id, name, detail, cells }) => ({
        id,
        name,
        email: detail,
        cells: [...cells].map((code) => cellOf(code).word),
      })),
    );
    const none = JSON.parse(await textOf(people({ text: "nobody at all" }), "json"));
    expect(none.rows).toEqual([]);
  });

  it("comes in pieces and follows changes that happen while it is written", async () => {
    const tenantId = await factory.createTenant();
    const actor = await factory.createActor(tenantId);
    await factory.query(
      `INSERT INTO users (tenant_id, email, name)
       SELECT $1, 'p' || n || '@many.example', 'Person ' || lpad(n::text, 4, '0')
       FROM generate_series(1, 1200) AS n`,
      [tenantId],
    );
    const mine = await requirePermission(actor, "matrix.export");
    const input = { format: "csv" as const, filters: people({ text: "@many.example" }) };
    const pieces: string[] = [];
    for await (const piece of exportMatrix(mine, input)) {
      pieces.push(piece);
      if (pieces.length === 2) {
        await factory.query(
          "INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, id, 'user' FROM users WHERE name = 'Person 1200'",
          [tenantId],
        );
      }
    }
    const sizes = pieces.map((piece) => piece.split("\r\n").length - 1);
    expect(sizes).toEqual([1, 500, 500, 200, 0]);
    const lines = pieces.join("").split("\r\n");
    expect(lines[1]).not.toContain("allowed");
    expect(lines[1200]).toMatch(/^Person 1200,.*allowed/);
  });
});

describe("taking the matrix along", () => {
  const exported = (tenantId: string, action: string) =>
    factory.query<{ target_id: string; details: unknown; outcome: string }>(
      "SELECT target_id, details, outcome FROM audit_events WHERE tenant_id = $1 AND action = $2",
      [tenantId, action],
    );

  it("is recorded with what was chosen", async () => {
    const filters = { view: "people", text: "Bea", risk: ["high"] };
    const begun = await beginMatrixExport(admin, { format: "csv", filters });
    expect(begun).toMatchObject({ ok: true, data: { format: "csv", filters } });
    expect(await exported(admin.tenantId, "matrix.exported")).toMatchObject([
      { target_id: "people", outcome: "success", details: { format: "csv", filters } },
    ]);
  });

  it("is refused, and the refusal recorded, without the permission", async () => {
    const officer = await factory.createActor(admin.tenantId, ["security_officer"]);
    const begun = await beginMatrixExport(officer, { format: "csv", filters: {} });
    expect(begun).toMatchObject({ ok: false, error: { code: "permission_denied" } });
    expect(await exported(admin.tenantId, "access.denied")).toMatchObject([
      { target_id: "matrix.export", outcome: "denied" },
    ]);
    expect(await exported(admin.tenantId, "matrix.exported")).toHaveLength(1);
  });
});
