import { beforeEach, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import {
  evaluate,
  evaluateAll,
  searchActions,
  searchResources,
  searchSubjects,
} from "./queries.ts";
import type { Found, SubjectSearch } from "./schema.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let asker: Actor;
let tenantId: string;
let userId: string;

beforeEach(async () => {
  tenantId = await factory.createTenant();
  asker = await factory.createActor(tenantId);
  ({ id: userId } = await factory.createUser(tenantId, { roles: [], email: `${tenantId}@x.org` }));
});

const user = (id = userId) => ({ type: "user", id });
const give = (permission: string, type: string, id: string | null, effect = "allow") =>
  factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [tenantId, userId, permission, effect, type, id],
  );
const register = (type: string, ids: string[], parent: [string, string] | null = null) =>
  factory.query(
    `INSERT INTO resources (tenant_id, type, id, parent_type, parent_id)
     SELECT $1, $2, unnest($3::text[]), $4, $5`,
    [tenantId, type, ids, parent?.[0] ?? null, parent?.[1] ?? null],
  );

async function may(name: string, resource: Parameters<typeof evaluate>[1]["resource"]) {
  const grant = await requirePermission(asker, "access.decide");
  return evaluate(grant, { subject: user(), action: { name }, resource }, asker);
}

/** All pages of a search. */
async function walk<Result>(
  search: (page: { token?: string; limit: number }) => Promise<Found<Result>>,
  limit: number,
): Promise<Result[]> {
  const all: Result[] = [];
  for (let token: string | undefined; ; ) {
    const { results, page } = await search({ limit, ...(token ? { token } : {}) });
    expect(results.length).toBeLessThanOrEqual(limit);
    expect(page.count).toBe(results.length);
    all.push(...results);
    if (page.next_token === "") return all;
    token = page.next_token;
  }
}

describe("an evaluation", () => {
  it("is the engine's decision, with grants that reach down and denials that win", async () => {
    await register("project", ["p"]);
    await register("document", ["in", "not"], ["project", "p"]);
    await give("document.read", "project", "p");
    await give("document.read", "document", "not", "deny");
    expect(await may("read", { type: "document", id: "in" })).toEqual({ decision: true });
    expect(await may("document.read", { type: "document", id: "in" })).toEqual({ decision: true });
    expect(await may("read", { type: "document", id: "not" })).toEqual({
      decision: false,
      context: {
        code: "permission",
        reason_admin: { en: "Lacks the permission document.read." },
      },
    });
    expect((await may("read", { type: "document", id: "elsewhere" })).decision).toBe(false);
  });

  it.each([
    ["__proto__", "document"],
    ["read", "__proto__"],
    ["constructor", "constructor"],
    ["read", "document/d"],
    ["document.read", "unheard"],
    ["document.unheard", "document"],
    [".", "."],
  ])("is a denial for %s on %s, of which nobody has heard", async (name, type) => {
    await give("document.read", "document", null);
    const answer = await may(name, { type, id: "d" });
    expect(answer).toMatchObject({ decision: false, context: { code: "unknown" } });
  });

  it.each([
    ["document.read", "invoice"],
    ["document.read", "t"],
    ["t.close", "u"],
    ["t.close", "project"],
    ["user.read", "document"],
    ["user.read", "t"],
  ])("is a denial for %s on %s, to whose type it does not belong", async (name, type) => {
    await factory.query(
      "INSERT INTO resource_types (tenant_id, id, name) VALUES ($1, 't', 'T'), ($1, 'u', 'U')",
      [tenantId],
    );
    await factory.query(
      "INSERT INTO resource_actions VALUES ($1, 't', 'close'), ($1, 'u', 'open')",
      [tenantId],
    );
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'r', 'R')", [
      tenantId,
    ]);
    await factory.query(
      `INSERT INTO role_permissions (tenant_id, role_id, permission)
       SELECT $1, 'r', unnest($2::text[])`,
      [tenantId, ["document.read", "t.close", "user.read"]],
    );
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'r')",
      [tenantId, userId],
    );
    await give(name, type, null);
    expect(await may(name, { type, id: "x" })).toEqual({
      decision: false,
      context: {
        code: "unknown",
        reason_admin: { en: `The action ${name} does not belong to the type ${type}.` },
      },
    });
    const [own = ""] = name.split(".");
    expect((await may(name, { type: own, id: "x" })).decision).toBe(true);
  });

  it("is asked of what a resource lies under, too: of a project, whether documents may be made in it", async () => {
    await give("document.create", "project", "p");
    expect((await may("document.create", { type: "project", id: "p" })).decision).toBe(true);
    expect((await may("document.create", { type: "project", id: "q" })).decision).toBe(false);
    expect((await may("document.create", { type: "workspace", id: "p" })).decision).toBe(false);
  });

  it("is a denial for subjects that are no people, or not active ones", async () => {
    await give("document.read", "document", null);
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [userId]);
    const grant = await requirePermission(asker, "access.decide");
    const asked = { action: { name: "read" }, resource: { type: "document", id: "d" } };
    for (const subject of [user(), user("__proto__"), { type: "robot", id: asker.id }]) {
      const answer = await evaluate(grant, { ...asked, subject }, asker);
      expect(answer).toMatchObject({ decision: false, context: { code: "subject" } });
    }
  });

  it("takes the owner from the type's property, and a registered one before it", async () => {
    await factory.query(
      "INSERT INTO resource_types (tenant_id, id, name, owner_property) VALUES ($1, 't', 'T', 'by')",
      [tenantId],
    );
    await factory.query("INSERT INTO resource_actions VALUES ($1, 't', 'close')", [tenantId]);
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'r', 'R')", [
      tenantId,
    ]);
    await factory.query(
      "INSERT INTO role_permissions (tenant_id, role_id, permission, own_only) VALUES ($1, 'r', 't.close', true)",
      [tenantId],
    );
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'r')",
      [tenantId, userId],
    );
    await factory.query(
      "INSERT INTO resources (tenant_id, type, id, owner) VALUES ($1, 't', 'hers', 'eve@x.org')",
      [tenantId],
    );
    const close = async (id: string, properties: Record<string, unknown>) =>
      (await may("close", { type: "t", id, properties })).decision;
    const email = `${tenantId}@X.org`;
    expect(await close("free", { by: email })).toBe(true);
    expect(await close("free", { owner: email })).toBe(false);
    expect(await close("free", { by: [email] })).toBe(false);
    expect(await close("free", JSON.parse(`{"__proto__": {"by": "${email}"}}`))).toBe(false);
    expect(await close("hers", { by: email })).toBe(false);
  });

  it("fails alone among many when it is not complete", async () => {
    await give("document.read", "document", "d1");
    const grant = await requirePermission(asker, "access.decide");
    const evaluations = [
      { resource: { type: "document", id: "d1" } },
      {},
      { resource: { type: "document" } },
      { subject: user("x".repeat(513)), resource: { type: "document", id: "d1" } },
      { resource: { type: "document", id: "d1\0" } },
    ];
    const asked = { subject: user(), action: { name: "read" }, resource: {}, evaluations };
    const answer = await evaluateAll(grant, asked, asker);
    expect(answer.evaluations.map(({ decision }) => decision)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    for (const { context } of answer.evaluations.slice(1)) expect(context?.error?.status).toBe(400);
    const options = { evaluations_semantic: "permit_on_first_permit" as const };
    const short = await evaluateAll(grant, { ...asked, options }, asker);
    expect(short.evaluations).toEqual([{ decision: true }]);
  });
});

describe("a search", () => {
  it("finds everybody who may, and nobody else, however small the pages", async () => {
    await factory.query(
      `WITH made AS (
         INSERT INTO users (tenant_id, email, name)
         SELECT $1::uuid, n || '@' || $1::text || '.org', 'P' FROM generate_series(1, 450) n RETURNING id, email
       ) INSERT INTO role_assignments (tenant_id, user_id, role)
       SELECT $1::uuid, id, 'manager' FROM made WHERE split_part(email::text, '@', 1)::int % 3 = 0`,
      [tenantId],
    );
    await give("document.read", "document", "d1");
    const grant = await requirePermission(asker, "access.search");
    const asked = (id: string): SubjectSearch => {
      return {
        subject: { type: "user" },
        action: { name: "read" },
        resource: { type: "document", id },
      };
    };
    const found = await walk((page) => searchSubjects(grant, { ...asked("d1"), page }), 47);
    expect(found).toHaveLength(152);
    expect(new Set(found.map(({ id }) => id)).size).toBe(152);
    expect(found.map(({ id }) => id)).toContain(`${tenantId}@x.org`);
    const others = await walk((page) => searchSubjects(grant, { ...asked("d2"), page }), 1_000);
    expect(others.map(({ id }) => id)).not.toContain(`${tenantId}@x.org`);
    // What is found is permitted.
    const decide = await requirePermission(asker, "access.decide");
    for (const subject of found.slice(0, 20)) {
      expect((await evaluate(decide, { ...asked("d1"), subject }, asker)).decision).toBe(true);
    }
  });

  it("finds the registered resources on which somebody may, through what lies above", async () => {
    await register("project", ["p1", "p2"]);
    const ids = Array.from({ length: 600 }, (_, index) => `d${String(index).padStart(4, "0")}`);
    await register("document", ids.slice(0, 550), ["project", "p1"]);
    await register("document", ids.slice(550), ["project", "p2"]);
    await give("document.read", "project", "p1");
    await give("document.read", "document", "d0003", "deny");
    await give("document.read", "document", "d0599");
    const grant = await requirePermission(asker, "access.search");
    const asked = { subject: user(), action: { name: "read" }, resource: { type: "document" } };
    const found = await walk((page) => searchResources(grant, { ...asked, page }), 100);
    const expected = [...ids.slice(0, 550).filter((id) => id !== "d0003"), "d0599"];
    expect(found.map(({ id }) => id)).toEqual(expected);
    expect(new Set(found.map(({ type }) => type))).toEqual(new Set(["document"]));
  });

  it("finds what somebody may do", async () => {
    await factory.query(
      "INSERT INTO resource_actions VALUES ($1, 'document', 'sign'), ($1, 'document', 'burn')",
      [tenantId],
    );
    await give("document.sign", "document", "d1");
    await give("document.read", "document", null);
    const grant = await requirePermission(asker, "access.search");
    const on = (id: string) => ({ subject: user(), resource: { type: "document", id } });
    const names = async (id: string) =>
      (await walk((page) => searchActions(grant, { ...on(id), page }), 1)).map(({ name }) => name);
    expect(await names("d1")).toEqual(["read", "sign"]);
    expect(await names("d2")).toEqual(["read"]);
    const decide = await requirePermission(asker, "access.decide");
    for (const name of ["read", "sign"]) {
      const answer = await evaluate(decide, { ...on("d1"), action: { name } }, asker);
      expect(answer.decision).toBe(true);
    }
  });

  it("gives nothing at a time when asked to, and nothing for what is unknown", async () => {
    await give("document.read", "document", null);
    await register("document", ["d1"]);
    const grant = await requirePermission(asker, "access.search");
    const asked = { subject: user(), action: { name: "read" }, resource: { type: "document" } };
    const none = await searchResources(grant, { ...asked, page: { limit: 0 } });
    expect(none).toMatchObject({ results: [], page: { count: 0 } });
    expect(none.page.next_token).not.toBe("");
    const empty = { results: [], page: { next_token: "", count: 0 } };
    expect(await searchResources(grant, { ...asked, subject: user("nobody") })).toEqual(empty);
    expect(await searchResources(grant, { ...asked, action: { name: "fly" } })).toEqual(empty);
    const who = { action: { name: "read" }, resource: { type: "document", id: "d1" } };
    expect(await searchSubjects(grant, { ...who, subject: { type: "robot" } })).toEqual(empty);
    const forged = { ...asked, page: { token: none.page.next_token, limit: 5 } };
    await expect(searchResources(grant, forged)).rejects.toThrow("does not belong");
  });
});
