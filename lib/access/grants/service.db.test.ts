import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { reached, seenBefore } from "../../../testing/moments.ts";
import { decide, type Target, targetOf } from "../../authz/engine/decide.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import { countGrantFacets, searchGrants } from "./queries.ts";
import { createGrant, revokeGrant } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let person: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
  person = await factory.createActor(admin.tenantId, []);
});

const documentIn = (project: string, id = "d1"): Target =>
  targetOf({ type: "document", id, owner: null, ancestors: [{ type: "project", id: project }] });

async function may(
  permission: string,
  on: Target = documentIn("p1"),
  who = person,
): Promise<boolean> {
  const found = (await loadPrincipals(who.tenantId, [who.id])).get(who.id);
  return found !== undefined && decide(found.access, permission, on);
}

async function given(input: Record<string, unknown>, actor = admin): Promise<string> {
  const { grantId } = dataOf(
    await createGrant(actor, { resourceType: "project", resourceId: "p1", ...input }),
  );
  return grantId;
}

describe("a grant", () => {
  it("reaches down the tree, no further, and ends when it is revoked", async () => {
    const grantId = await given({ userId: person.id, permission: "document.update" });
    expect(await may("document.update")).toBe(true);
    expect(await may("document.read")).toBe(true);
    expect(await may("document.delete")).toBe(false);
    expect(await may("document.update", documentIn("p2"))).toBe(false);
    expect(await revokeGrant(admin, { grantId })).toMatchObject({ ok: true });
    expect(await may("document.update")).toBe(false);
    expect(await revokeGrant(admin, { grantId })).toMatchObject({ error: { code: "not_found" } });
  });

  it("denies below what another allows above", async () => {
    await given({ userId: person.id, permission: "document.update" });
    await given({
      userId: person.id,
      permission: "document.read",
      effect: "deny",
      resourceType: "document",
      resourceId: "d1",
    });
    expect(await may("document.read")).toBe(false);
    // Whoever may not read may not change either.
    expect(await may("document.update")).toBe(false);
    expect(await may("document.update", documentIn("p1", "d2"))).toBe(true);
  });

  it("to a group is its members', and says so in the log with its blast radius", async () => {
    const [group] = await factory.query<{ id: string }>(
      "INSERT INTO groups (tenant_id, name) VALUES ($1, 'Editors') RETURNING id",
      [admin.tenantId],
    );
    const groupId = group?.id ?? "";
    await factory.query("INSERT INTO group_members VALUES ($1, $2, $3)", [
      admin.tenantId,
      groupId,
      person.id,
    ]);
    await given({ groupId, permission: "document.read", reason: "Audit" });
    expect(await may("document.read")).toBe(true);
    const [event] = await factory.query<{ target_name: string; reason: string; details: object }>(
      "SELECT target_name, reason, details FROM audit_events WHERE tenant_id = $1 AND action = 'grant.created'",
      [admin.tenantId],
    );
    expect(event).toMatchObject({ target_name: "Editors", reason: "Audit" });
    expect(event?.details).toMatchObject({
      radius: {
        peopleCount: 1,
        groups: [
          {
            gained: expect.arrayContaining([
              { permission: "document.read", reach: "on project/p1" },
            ]),
            people: [{ id: person.id }],
          },
        ],
      },
    });
    const page = await searchGrants(
      await requirePermission(admin, "grant.read"),
      { groupId },
      {
        limit: 10,
      },
    );
    expect(page.rows).toMatchObject([{ group: { name: "Editors" }, user: null, reason: "Audit" }]);
  });

  it("holds from its start until its end, to the millisecond", async () => {
    const seenWith = async (window: { startsAt?: string; endsAt?: string }) => {
      person = await factory.createActor(admin.tenantId, []);
      await given({ userId: person.id, permission: "document.read", ...window });
      return may("document.read");
    };
    const start = await seenBefore((at) => seenWith({ startsAt: at.toISOString() }));
    expect(start.seen).toBe(false);
    await reached(start.moment);
    expect(await may("document.read")).toBe(true);
    const end = await seenBefore((at) => seenWith({ endsAt: at.toISOString() }));
    expect(end.seen).toBe(true);
    await reached(end.moment);
    expect(await may("document.read")).toBe(false);
  });

  it("is refused when it could never mean anything, or names nobody or two", async () => {
    const refused = async (input: Record<string, unknown>, field: string) => {
      const on = { resourceType: "project", resourceId: "p1", permission: "document.read" };
      const result = await createGrant(admin, { userId: person.id, ...on, ...input });
      expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
      if (!result.ok) expect(Object.keys(result.error.fieldErrors)).toEqual([field]);
    };
    await refused({ permission: "made.up" }, "permission");
    await refused({ permission: "user.read" }, "permission");
    await refused({ permission: "document.read", resourceType: "customer" }, "resourceType");
    await refused({ groupId: person.id }, "userId");
    await refused({ userId: null }, "userId");
    await refused({ endsAt: "2020-01-01T00:00:00Z" }, "endsAt");
    const [userId] = [crypto.randomUUID()];
    const unknown = await createGrant(admin, {
      userId,
      permission: "document.read",
      resourceType: "project",
      resourceId: "p1",
    });
    expect(unknown).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});

describe("nobody gives, denies or takes what they lack", () => {
  async function sharer(): Promise<Actor> {
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'sharer', 'Sharer')", [
      admin.tenantId,
    ]);
    await factory.query(
      `INSERT INTO role_permissions (tenant_id, role_id, permission)
       SELECT $1, 'sharer', p FROM unnest(ARRAY['grant.create', 'grant.revoke']) p`,
      [admin.tenantId],
    );
    const helper = await factory.createActor(admin.tenantId, []);
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'sharer')",
      [admin.tenantId, helper.id],
    );
    const found = (await loadPrincipals(admin.tenantId, [helper.id])).get(helper.id);
    if (!found) throw new Error("not found");
    return { ...helper, access: found.access, permissions: found.permissions };
  }

  it("on a resource where they do not have it, whatever the direction", async () => {
    const helper = await sharer();
    const input = {
      userId: person.id,
      permission: "document.read",
      resourceType: "project",
      resourceId: "p1",
    };
    for (const effect of ["allow", "deny"]) {
      for (const startsAt of [null, new Date(Date.now() + 3_600_000).toISOString()]) {
        const result = await createGrant(helper, { ...input, effect, startsAt });
        expect(result).toMatchObject({ ok: false, error: { code: "permission_denied" } });
      }
    }
    const grantId = await given({ userId: person.id, permission: "document.read" });
    expect(await revokeGrant(helper, { grantId })).toMatchObject({ ok: false });
    await given({ userId: helper.id, permission: "document.read" });
    expect(await createGrant(helper, { ...input, userId: helper.id })).toMatchObject({ ok: true });
    expect(await createGrant(helper, { ...input, resourceId: "p2" })).toMatchObject({ ok: false });
    expect(await createGrant(helper, { ...input, resourceId: null })).toMatchObject({ ok: false });
  });

  it("races: one of two revocations wins, and the grant is gone once", async () => {
    const grantId = await given({ userId: person.id, permission: "document.read" });
    const results = await Promise.all([1, 2, 3].map(() => revokeGrant(admin, { grantId })));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const events = await factory.query(
      "SELECT id FROM audit_events WHERE tenant_id = $1 AND action = 'grant.revoked'",
      [admin.tenantId],
    );
    expect(events).toHaveLength(1);
  });
});

describe("the list", () => {
  it("is narrowed by each filter, and counts what each would show", async () => {
    const day = 86_400_000;
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const grants: [string, Record<string, unknown>][] = [
      ["good", { permission: "document.read" }],
      ["soon", { permission: "document.read", endsAt: at(day) }],
      ["later", { permission: "document.update", startsAt: at(day), resourceId: "p2" }],
      ["denied", { permission: "document.read", effect: "deny", resourceType: "document" }],
    ];
    const names = new Map<string, string>();
    for (const [name, input] of grants) {
      names.set(await given({ userId: person.id, ...input }), name);
    }
    names.set(await given({ userId: admin.id, permission: "document.read" }), "ended");
    await factory.query(
      `UPDATE resource_grants SET starts_at = now() - interval '2 days', ends_at = now() - interval '1 day'
       WHERE tenant_id = $1 AND user_id = $2`,
      [admin.tenantId, admin.id],
    );
    const grant = await requirePermission(admin, "grant.read");
    const found = async (filters: Parameters<typeof searchGrants>[1]) => {
      const { rows } = await searchGrants(grant, filters, { limit: 10 });
      return rows.map(({ id }) => names.get(id)).sort();
    };
    expect(await found({})).toHaveLength(5);
    expect(await found({ permission: ["document.update"] })).toEqual(["later"]);
    expect(await found({ effect: ["deny"] })).toEqual(["denied"]);
    expect(await found({ type: ["document"] })).toEqual(["denied"]);
    expect(await found({ type: ["project"], resourceId: "p2" })).toEqual(["later"]);
    expect(await found({ userId: admin.id })).toEqual(["ended"]);
    expect(await found({ group: [crypto.randomUUID()] })).toEqual([]);
    expect(await found({ state: ["in_force"] })).toEqual(["denied", "good", "soon"]);
    expect(await found({ state: ["ends_soon"] })).toEqual(["soon"]);
    expect(await found({ state: ["upcoming", "ended"] })).toEqual(["ended", "later"]);
    const facets = await countGrantFacets(grant);
    for (const { value, count } of facets.state) {
      const state = value as "ended";
      expect([value, (await found({ state: [state] })).length]).toEqual([value, count]);
    }
    expect(facets.permission).toEqual([
      { value: "document.read", count: 4 },
      { value: "document.update", count: 1 },
    ]);
    expect(facets.type).toEqual([
      { value: "project", count: 4 },
      { value: "document", count: 1 },
    ]);
    expect(facets.group).toEqual([]);
  });
});
