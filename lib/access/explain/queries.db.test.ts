import { beforeAll, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { explainAccess, explainOwnAccess, getEffectiveAccess } from "./queries.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let person: Actor;
let grant: Grant<"access.explain">;
/** Before the person had anything. */
let before: string;

beforeAll(async () => {
  admin = await factory.createActor(await factory.createTenant());
  person = await factory.createActor(admin.tenantId, []);
  grant = await requirePermission(admin, "access.explain");
  before = new Date().toISOString();
  const { tenantId } = admin;
  await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'lead', 'Team lead')", [
    tenantId,
  ]);
  await factory.query("INSERT INTO role_parents VALUES ($1, 'lead', 'manager')", [tenantId]);
  await factory.query(
    `WITH made AS (INSERT INTO groups (tenant_id, name) VALUES ($1, 'Sales') RETURNING id),
     member AS (INSERT INTO group_members SELECT $1, id, $2 FROM made)
     INSERT INTO group_roles (tenant_id, group_id, role) SELECT $1, id, 'lead' FROM made`,
    [tenantId, person.id],
  );
  await factory.query(
    `INSERT INTO resources (tenant_id, type, id, parent_type, parent_id) VALUES
       ($1, 'workspace', 'w', NULL, NULL), ($1, 'project', 'p', 'workspace', 'w'),
       ($1, 'document', 'd', 'project', 'p')`,
    [tenantId],
  );
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     VALUES ($1, $2, 'document.read', 'deny', 'workspace', 'w')`,
    [tenantId, person.id],
  );
});

describe("explaining", () => {
  it("shows the way from the group to the role that says it", async () => {
    const answer = await explainAccess(grant, { userId: person.id, permission: "order.cancel" });
    expect(answer).toMatchObject({
      allowed: true,
      person: { id: person.id, status: "active" },
      target: null,
      allows: [
        {
          kind: "role",
          via: { groupName: "Sales" },
          path: [
            { id: "lead", name: "Team lead" },
            { id: "manager", name: "Manager" },
          ],
        },
      ],
    });
  });

  it("shows the denial above the resource", async () => {
    const on = { resourceType: "document", resourceId: "d" };
    const asked = { userId: person.id, permission: "document.update", ...on };
    const answer = await explainAccess(grant, asked);
    expect(answer).toMatchObject({
      allowed: false,
      denies: [
        { kind: "grant", said: "document.read", resourceType: "workspace", resourceId: "w" },
      ],
      target: {
        isRegistered: true,
        ancestors: [
          { type: "project", id: "p" },
          { type: "workspace", id: "w" },
        ],
      },
    });
    expect(answer.allows.length).toBeGreaterThan(0);
    const elsewhere = { ...asked, resourceId: "unknown" };
    expect(await explainAccess(grant, elsewhere)).toMatchObject({
      allowed: true,
      target: { isRegistered: false, ancestors: [] },
    });
  });

  it("names the nearest role and who may give it", async () => {
    const answer = await explainAccess(grant, { userId: person.id, permission: "audit.read" });
    expect(answer).toMatchObject({ allowed: false, allows: [], denies: [] });
    expect(answer.remedies[0]?.role).toEqual({ id: "security_officer", name: "Security officer" });
    expect(answer.givers).toEqual([{ id: admin.id, name: admin.name }]);
  });

  it("answers as of a moment before anything was given", async () => {
    const asked = { userId: person.id, permission: "order.cancel", at: before };
    expect(await explainAccess(grant, asked)).toMatchObject({ allowed: false, at: before });
    expect(
      (await getEffectiveAccess(grant, { userId: person.id, at: before })).permissions,
    ).toEqual([]);
  });

  it("needs no permission about oneself", async () => {
    expect(await explainOwnAccess(person, { permission: "order.cancel" })).toMatchObject({
      allowed: true,
      person: { id: person.id },
    });
    await expect(requirePermission(person, "access.explain")).rejects.toThrow("access.explain");
  });
});

describe("what holds only on what one owns", () => {
  it("is told as such, and is why the answer elsewhere is no", async () => {
    const { tenantId } = admin;
    const owner = await factory.createActor(tenantId, []);
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'own', 'Author')", [
      tenantId,
    ]);
    await factory.query(
      `INSERT INTO role_permissions (tenant_id, role_id, permission, own_only)
       VALUES ($1, 'own', 'report.create', true)`,
      [tenantId],
    );
    await factory.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role, ends_at)
       VALUES ($1, $2, 'own', now() + interval '1 hour')`,
      [tenantId, owner.id],
    );
    const { permissions, roles } = await getEffectiveAccess(grant, { userId: owner.id });
    expect(permissions.find(({ permission }) => permission === "report.create")).toMatchObject({
      allowed: true,
      ownOnly: true,
      allows: [{ said: "report.create", path: [{ name: "Author" }] }],
    });
    expect(roles).toEqual([
      {
        role: { id: "own", name: "Author" },
        via: null,
        startsAt: null,
        endsAt: expect.stringMatching(/^\d{4}-/),
      },
    ]);
    const answer = await explainAccess(grant, { userId: owner.id, permission: "report.create" });
    expect(answer).toMatchObject({ allowed: false, allows: [], ownAllows: [{ ownOnly: true }] });
  });
});

describe("effective access", () => {
  it("lists what a person has and is denied, and where each comes from", async () => {
    const { permissions, grants } = await getEffectiveAccess(grant, { userId: person.id });
    const cancel = permissions.find(({ permission }) => permission === "order.cancel");
    expect(cancel).toMatchObject({ allowed: true, allows: [{ via: { groupName: "Sales" } }] });
    expect(permissions.map(({ permission }) => permission)).not.toContain("audit.read");
    expect(grants).toMatchObject([{ permission: "document.read", effect: "deny", via: null }]);
  });
});
