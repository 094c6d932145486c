import { beforeEach, describe, expect, it } from "vitest";
import { actorWith, giveOwnRole } from "../../../testing/actor-with.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { createResetLink, renewLoginLink, unlockUser } from "../passwords/service.ts";
import { disableUser, enableUser, updateUser } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let tenantId: string;
let helper: Actor;

beforeEach(async () => {
  tenantId = await factory.createTenant();
  await factory.createActor(tenantId);
  helper = await actorWith(factory, tenantId, [
    "user.create",
    "user.update",
    "user.disable",
    "user.reset_password",
    "user.unlock",
  ]);
});

type Person = { id: string; email: string };
const password = "vellum teapot ironing giraffe";

async function give(person: Person, role: string, startsAt: string | null = null): Promise<void> {
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role, starts_at) VALUES ($1, $2, $3, $4)",
    [tenantId, person.id, role, startsAt],
  );
}

const nextWeek = () => new Date(Date.now() + 7 * 24 * 3_600_000).toISOString();

/** Those who could come to do what the helper may not, by how. */
const stronger: Record<string, (person: Person) => Promise<unknown>> = {
  "has a role that begins next week": (person) => give(person, "tenant_admin", nextWeek()),
  "is in a group that gets a role next week": (person) =>
    factory.query(
      `WITH made AS (INSERT INTO groups (tenant_id, name) VALUES ($1, 'Later') RETURNING id),
         member AS (INSERT INTO group_members (tenant_id, group_id, user_id)
           SELECT $1, id, $2 FROM made)
       INSERT INTO group_roles (tenant_id, group_id, role, starts_at)
       SELECT $1, id, 'tenant_admin', $3 FROM made`,
      [tenantId, person.id, nextWeek()],
    ),
  "has not chosen between two roles": async (person) => {
    await giveOwnRole(factory, tenantId, person.id, ["invoice.approve"]);
    await give(person, "tenant_admin");
    await factory.query(
      `WITH made AS (INSERT INTO sod_rules (tenant_id, name, kind) VALUES ($1, 'One', 'dynamic')
         RETURNING id)
       INSERT INTO sod_rule_roles (tenant_id, rule_id, role_id)
       SELECT $1, id, unnest(ARRAY['tenant_admin', $2]) FROM made`,
      [tenantId, person.id],
    );
  },
  "has a grant that begins next week": (person) =>
    factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id,
         starts_at) VALUES ($1, $2, 'document.read', 'document', 'plans', $3)`,
      [tenantId, person.id, nextWeek()],
    ),
  "is disabled with a role": async (person) => {
    await give(person, "tenant_admin");
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [person.id]);
  },
};

const denied = { ok: false, error: { code: "permission_denied" } };

describe.each(Object.entries(stronger))("nobody weaker acts as somebody who %s", (how, become) => {
  const isDisabled = how.startsWith("is disabled");

  it("by changing how they are known", async () => {
    const person = await factory.createUser(tenantId, { roles: [] });
    const change = { userId: person.id, name: "Renamed", externalId: "other", attributes: {} };
    expect(await updateUser(helper, change)).toMatchObject({ ok: true });
    await become(person);
    expect(await updateUser(helper, { ...change, name: "Again" })).toMatchObject(denied);
  });

  it("by a link for the first password, or for another one", async () => {
    for (const [options, makeLink] of [
      [{}, renewLoginLink],
      [{ password }, createResetLink],
    ] as const) {
      const person = await factory.createUser(tenantId, { roles: [], ...options });
      expect(await makeLink(helper, { userId: person.id })).toMatchObject({ ok: true });
      await factory.query("DELETE FROM sod_rule_roles WHERE tenant_id = $1", [tenantId]);
      await factory.query("DELETE FROM sod_rules WHERE tenant_id = $1", [tenantId]);
      await factory.query("DELETE FROM groups WHERE tenant_id = $1", [tenantId]);
      await become(person);
      const again = await makeLink(helper, { userId: person.id });
      expect(again).toMatchObject(isDisabled ? { ok: false, error: { code: "conflict" } } : denied);
    }
  });

  it("by lifting the limit on guesses", async () => {
    const person = await factory.createUser(tenantId, { roles: [], password });
    await become(person);
    expect(await unlockUser(helper, { userId: person.id })).toMatchObject(denied);
  });

  it("by keeping them out, or letting them in", async () => {
    const person = await factory.createUser(tenantId, { roles: [] });
    await become(person);
    const change = isDisabled ? enableUser : disableUser;
    expect(await change(helper, { userId: person.id })).toMatchObject(denied);
  });
});

it("attributes choose no group for somebody disabled that gives more than the actor has", async () => {
  await factory.query(
    `WITH made AS (INSERT INTO groups (tenant_id, name, rule) VALUES ($1, 'Finance',
       '[{"attribute": "department", "operator": "is", "values": ["finance"]}]') RETURNING id)
     INSERT INTO group_roles (tenant_id, group_id, role) SELECT $1, id, 'tenant_admin' FROM made`,
    [tenantId],
  );
  const person = await factory.createUser(tenantId, { roles: [] });
  await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [person.id]);
  const change = { userId: person.id, name: "Grace", externalId: null };
  const attributes = { department: "finance" };
  expect(await updateUser(helper, { ...change, attributes })).toMatchObject(denied);
  expect(await updateUser(helper, { ...change, attributes: {} })).toMatchObject({ ok: true });
});
