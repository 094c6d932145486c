import { beforeEach, describe, expect, it } from "vitest";
import { actorWith } from "../../../testing/actor-with.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import { env } from "../../platform/env.ts";
import { parseLoginLink } from "../credentials/login-link.ts";
import { actorOfSession } from "../credentials/session.ts";
import { encodeSessionToken } from "../credentials/session-token.ts";
import { renewLoginLink } from "../passwords/service.ts";
import { countUserFacets, getUser, listOwnRoles, searchUsers } from "./queries.ts";
import { createUser, disableUser, enableUser, updateUser } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const address = () => `${crypto.randomUUID()}@example.com`;

async function added(input: Record<string, unknown> = {}, actor = admin): Promise<string> {
  const person = { name: "Grace", email: address(), ...input };
  return dataOf(await createUser(actor, person)).userId;
}

const helper = (...permissions: string[]) => actorWith(factory, admin.tenantId, permissions);

async function isSignedIn({ tenantId, sessionId, request }: Actor): Promise<boolean> {
  const token = encodeSessionToken({ tenantId, sessionId: sessionId ?? "" }, env().AUTH_SECRET);
  return (await actorOfSession(token, request)) !== null;
}

describe("a person", () => {
  it("is added with roles and a link to choose a password with", async () => {
    const email = address();
    const made = dataOf(
      await createUser(admin, {
        name: "Grace",
        email,
        attributes: { department: "finance" },
        roleIds: ["executive"],
      }),
    );
    expect(parseLoginLink(made.linkToken)).toMatchObject({ tenantId: admin.tenantId });
    const grant = await requirePermission(admin, "user.read");
    expect(await getUser(grant, made.userId)).toMatchObject({
      email,
      status: "active",
      attributes: { department: "finance" },
      heldRoles: [{ role: { id: "executive", name: "Executive" }, via: null }],
    });
    const [event] = await factory.query<{ details: object }>(
      "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'user.created'",
      [admin.tenantId],
    );
    expect(event?.details).toMatchObject({
      radius: { groups: [{ people: [{ id: made.userId, name: "Grace" }] }] },
    });
    expect(JSON.stringify(event)).not.toContain(made.linkToken);
  });

  it("has an address and an external id of their own", async () => {
    const email = address();
    await added({ email, externalId: "grace" });
    expect(await createUser(admin, { name: "G", email })).toMatchObject({
      error: { code: "invalid_input", fieldErrors: { email: [/somebody has it/] } },
    });
    expect(
      await createUser(admin, { name: "G", email: address(), externalId: "grace" }),
    ).toMatchObject({
      error: { code: "invalid_input", fieldErrors: { externalId: [/already/] } },
    });
    // Another tenant's people have external ids of their own.
    const other = await factory.createActor(await factory.createTenant());
    await added({ externalId: "grace" }, other);
    for (const attributes of [{ email: "x" }, { "not ok": "x" }, { department: "" }]) {
      expect(await createUser(admin, { name: "G", email: address(), attributes })).toMatchObject({
        error: { code: "invalid_input" },
      });
    }
  });

  it("is kept out within the request that says so, and logs in anew when they are let in", async () => {
    const person = await factory.createActor(admin.tenantId, ["executive"]);
    expect(await isSignedIn(person)).toBe(true);
    expect(await disableUser(admin, { userId: person.id, reason: "Left" })).toMatchObject({
      ok: true,
    });
    expect(await isSignedIn(person)).toBe(false);
    expect(await disableUser(admin, { userId: person.id })).toMatchObject({
      error: { code: "conflict" },
    });
    const grant = await requirePermission(admin, "user.read");
    expect((await searchUsers(grant, { status: ["disabled"] }, { limit: 10 })).rows).toMatchObject([
      { id: person.id, roles: [{ id: "executive" }] },
    ]);
    expect(await enableUser(admin, { userId: person.id })).toMatchObject({ ok: true });
    expect(await isSignedIn(person)).toBe(false);
    const session = await factory.createSession(admin.tenantId, person.id);
    expect(await isSignedIn({ ...person, sessionId: session.id })).toBe(true);
  });
});

describe("a person's page", () => {
  it("has the roles with their window and reason, those through groups last", async () => {
    const userId = await added();
    await factory.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role, ends_at, reason)
       VALUES ($1, $2, 'manager', '2030-01-01', 'Stands in')`,
      [admin.tenantId, userId],
    );
    await factory.query(
      `WITH made AS (INSERT INTO groups (tenant_id, name) VALUES ($1, 'Board') RETURNING id),
       member AS (INSERT INTO group_members SELECT $1, id, $2 FROM made)
       INSERT INTO group_roles (tenant_id, group_id, role) SELECT $1, id, 'executive' FROM made`,
      [admin.tenantId, userId],
    );
    const user = await getUser(await requirePermission(admin, "user.read"), userId);
    expect(user).toMatchObject({ hasPassword: false, groups: [{ name: "Board" }] });
    expect(user.heldRoles).toMatchObject([
      {
        role: { id: "manager", name: "Manager" },
        via: null,
        startsAt: null,
        endsAt: "2030-01-01T00:00:00.000Z",
        reason: "Stands in",
      },
      { role: { name: "Executive" }, via: { name: "Board" }, endsAt: null, reason: "" },
    ]);
  });
});

describe("one's own account", () => {
  it("has the roles as the person's page has them, but for those that are over", async () => {
    const person = await factory.createActor(admin.tenantId, ["executive"]);
    await factory.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role, starts_at, ends_at, reason) VALUES
         ($1, $2, 'manager', NULL, now() + interval '1 day', 'Stands in'),
         ($1, $2, 'security_officer', now() + interval '1 day', NULL, 'Next week'),
         ($1, $2, 'user', NULL, now() - interval '1 day', 'Is over')`,
      [admin.tenantId, person.id],
    );
    const own = await listOwnRoles(person);
    const seen = await getUser(await requirePermission(admin, "user.read"), person.id);
    expect(own).toEqual(seen.heldRoles.filter(({ reason }) => reason !== "Is over"));
    expect(own.map(({ reason }) => reason).toSorted()).toEqual(["", "Next week", "Stands in"]);
  });
});

describe("the list", () => {
  it("is filtered by words, status, role and group, and counted", async () => {
    const userId = await added({ name: "Grace 100% Hopper", roleIds: ["executive"] });
    await added({ name: "Graceless" });
    const grant = await requirePermission(admin, "user.read");
    const ids = async (filters: Parameters<typeof searchUsers>[1]) =>
      (await searchUsers(grant, filters, { limit: 10 })).rows.map((row) => row.id);
    expect(await ids({ text: "100% hop" })).toEqual([userId]);
    expect(await ids({ role: ["executive"] })).toEqual([userId]);
    expect(await ids({ role: ["executive", "tenant_admin"] })).toHaveLength(2);
    expect(await ids({ status: ["disabled"] })).toEqual([]);
    const facets = await countUserFacets(grant);
    expect(facets.status).toEqual([{ value: "active", count: 3 }]);
    expect(facets.role).toContainEqual({ value: "executive", label: "Executive", count: 1 });
    const first = await searchUsers(grant, {}, { limit: 2 });
    const second = await searchUsers(grant, {}, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(3);
  });
});

describe("nobody reaches above themselves", () => {
  it("by adding somebody who may do more", async () => {
    const person = await helper("user.create");
    const email = address();
    const bigger = await createUser(person, { name: "G", email, roleIds: ["executive"] });
    expect(bigger).toMatchObject({ ok: false, error: { code: "permission_denied" } });
    await factory.query(
      `WITH made AS (INSERT INTO groups (tenant_id, name, rule) VALUES ($1, 'Finance',
         '[{"attribute": "department", "operator": "is", "values": ["Finance"]}]') RETURNING id)
       INSERT INTO group_roles (tenant_id, group_id, role) SELECT $1, id, 'executive' FROM made`,
      [admin.tenantId],
    );
    const attributes = { department: "finance" };
    const byRule = await createUser(person, { name: "G", email, attributes });
    expect(byRule).toMatchObject({ ok: false, error: { code: "permission_denied" } });
    expect(await factory.query("SELECT 1 FROM users WHERE email = $1", [email])).toEqual([]);
    expect(await createUser(person, { name: "G", email })).toMatchObject({ ok: true });
    // The group has chosen the one whom an administrator adds.
    const chosen = await added({ attributes });
    const found = (await loadPrincipals(admin.tenantId, [chosen])).get(chosen);
    expect(found?.permissions.has("kpi.product.read")).toBe(true);
  });

  it("by changing, keeping out, or logging in as somebody who may do more", async () => {
    const person = await helper("user.create", "user.update", "user.disable");
    const strong = await added({ roleIds: ["executive"] });
    const weak = await added();
    const update = { name: "Renamed", externalId: "x", attributes: {} };
    expect(await updateUser(person, { userId: strong, ...update })).toMatchObject({
      error: { code: "permission_denied" },
    });
    expect(await disableUser(person, { userId: strong })).toMatchObject({
      error: { code: "permission_denied" },
    });
    expect(await renewLoginLink(person, { userId: strong })).toMatchObject({
      error: { code: "permission_denied" },
    });
    expect(await updateUser(person, { userId: weak, ...update })).toMatchObject({ ok: true });
    expect(await disableUser(person, { userId: weak })).toMatchObject({ ok: true });
  });

  it("and the last administrator is not kept out, also when two go for each other", async () => {
    expect(await disableUser(admin, { userId: admin.id })).toMatchObject({
      error: { code: "conflict" },
    });
    const other = await factory.createActor(admin.tenantId);
    const results = await Promise.all([
      disableUser(admin, { userId: other.id }),
      disableUser(other, { userId: admin.id }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
