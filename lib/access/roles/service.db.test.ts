import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { createApiKey } from "../../identity/api-keys/service.ts";
import { actorOfSession } from "../../identity/credentials/session.ts";
import { encodeSessionToken } from "../../identity/credentials/session-token.ts";
import { env } from "../../platform/env.ts";
import { assignRole, unassignRole } from "../assignments/service.ts";
import { countHolders, getRole, listRoles } from "./queries.ts";
import { createRole, deleteRole, updateRole } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const allow = (permissions: readonly string[]) => permissions.map((permission) => ({ permission }));

async function made(
  permissions: PermissionId[],
  actor = admin,
  name: string = randomUUID(),
  parents: string[] = [],
) {
  const role = { name, entries: allow(permissions), parents };
  return dataOf(await createRole(actor, role)).roleId;
}

/** Somebody whose only role allows this, as an actor that is up to date. */
async function holder(permissions: PermissionId[]): Promise<Actor> {
  const person = await factory.createActor(admin.tenantId, []);
  const roleId = await made(permissions);
  expect(await assignRole(admin, { roleId, userId: person.id })).toMatchObject({ ok: true });
  return current(person);
}

async function current(actor: Actor): Promise<Actor> {
  const ref = { tenantId: actor.tenantId, sessionId: actor.sessionId ?? "" };
  const token = encodeSessionToken(ref, env().AUTH_SECRET);
  const fresh = await actorOfSession(token, actor.request);
  if (!fresh) throw new Error("the session has ended");
  return fresh;
}

async function updateTo(actor: Actor, roleId: string, permissions: string[]) {
  const role = await getRole(await requirePermission(admin, "role.read"), roleId);
  const { name, description, updatedAt: basedOn } = role;
  return updateRole(actor, { roleId, name, description, entries: allow(permissions), basedOn });
}

describe("a role", () => {
  it("reaches its holder at once, and leaves at once when it changes or is taken", async () => {
    const person = await factory.createActor(admin.tenantId, []);
    expect([...(await current(person)).permissions]).toEqual([]);
    const roleId = await made(["audit.read", "alert.read"]);
    await assignRole(admin, { roleId, userId: person.id });
    expect([...(await current(person)).permissions].sort()).toEqual([
      "alert.read",
      "audit.read",
      "module.alerts",
      "module.audit",
    ]);
    expect(await updateTo(admin, roleId, ["alert.read"])).toMatchObject({ ok: true });
    expect([...(await current(person)).permissions]).toEqual(["alert.read", "module.alerts"]);
    await unassignRole(admin, { roleId, userId: person.id });
    expect([...(await current(person)).permissions]).toEqual([]);
  });

  it("is listed with its people, and says in the audit log what changed", async () => {
    const roleId = await made(["audit.read"]);
    await assignRole(admin, { roleId, userId: admin.id });
    await updateTo(admin, roleId, ["alert.read"]);
    const roles = await listRoles(await requirePermission(admin, "role.read"));
    expect(roles.map((role) => role.builtIn)).toEqual([true, true, true, true, true, false]);
    expect(roles.at(-1)).toMatchObject({
      id: roleId,
      givenPeopleCount: 1,
      entries: [{ permission: "alert.read", effect: "allow", ownOnly: false }],
      permissions: ["alert.read", "module.alerts"],
    });
    const events = await factory.query<{ action: string; details: unknown }>(
      `SELECT action, details FROM audit_events WHERE tenant_id = $1 AND target_id = $2 ORDER BY id`,
      [admin.tenantId, roleId],
    );
    expect(events.map((event) => event.action)).toEqual(["role.created", "role.updated"]);
    // The admin has everything through their other role: nothing changes for anybody.
    expect(events[1]?.details).toMatchObject({
      before: { entries: [{ permission: "audit.read" }] },
      after: { entries: [{ permission: "alert.read" }] },
      radius: { peopleCount: 0 },
    });
  });

  it("inherits from as many others as it is told to", async () => {
    const roleIds = Array.from({ length: 60 }, () => randomUUID());
    await factory.query(
      `INSERT INTO roles (tenant_id, id, name) SELECT $1, id, 'Parent ' || id FROM unnest($2::text[]) id`,
      [admin.tenantId, roleIds],
    );
    await factory.query(
      "INSERT INTO role_permissions (tenant_id, role_id, permission) VALUES ($1, $2, 'alert.read')",
      [admin.tenantId, roleIds.at(-1)],
    );
    const person = await factory.createActor(admin.tenantId, []);
    const roleId = await made([], admin, randomUUID(), roleIds);
    expect(await assignRole(admin, { roleId, userId: person.id })).toMatchObject({ ok: true });
    expect([...(await current(person)).permissions]).toEqual(["alert.read", "module.alerts"]);
  });

  it("needs a name of its own, in any case, and permissions that exist", async () => {
    await made([], admin, "Auditor");
    for (const name of ["auditor", "TENANT ADMIN"]) {
      const result = await createRole(admin, { name, entries: [] });
      expect(result).toMatchObject({ ok: false, error: { fieldErrors: { name: [/called/] } } });
    }
    const input = { name: "Other", entries: allow(["made.up"]) };
    expect(await createRole(admin, input)).toMatchObject({
      ok: false,
      error: { code: "invalid_input", fieldErrors: { entries: [/made\.up/] } },
    });
  });

  it("is not overwritten by whoever opened it before the last change", async () => {
    const roleId = await made(["audit.read"]);
    const opened = await getRole(await requirePermission(admin, "role.read"), roleId);
    await updateTo(admin, roleId, ["alert.read"]);
    const late = await updateRole(admin, {
      roleId,
      name: "Late",
      description: "",
      entries: [],
      basedOn: opened.updatedAt,
    });
    expect(late).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("cannot be deleted while somebody has it; built-in ones never", async () => {
    const roleId = await made(["audit.read"]);
    await assignRole(admin, { roleId, userId: admin.id });
    expect(await deleteRole(admin, { roleId })).toMatchObject({
      ok: false,
      error: { code: "conflict", message: expect.stringContaining("belongs to one person") },
    });
    await unassignRole(admin, { roleId, userId: admin.id });
    expect(await deleteRole(admin, { roleId })).toMatchObject({ ok: true });
    const builtIn = await deleteRole(admin, { roleId: "executive" });
    expect(builtIn).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });
});

describe("how many have a role", () => {
  it("counts everybody once, whether they have it themselves, through groups or both", async () => {
    const { tenantId } = admin;
    const roleId = await made(["audit.read"]);
    const create = async () => (await factory.createUser(tenantId, { roles: [] })).id;
    const [direct, both, member, later, disabled] = await Promise.all([
      create(),
      create(),
      create(),
      create(),
      create(),
    ]);
    await factory.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role, starts_at, ends_at) VALUES
         ($1, $3, $2, NULL, NULL), ($1, $4, $2, NULL, now() + interval '1 hour'),
         ($1, $5, $2, now() + interval '1 hour', NULL), ($1, $6, $2, NULL, NULL)`,
      [tenantId, roleId, direct, both, later, disabled],
    );
    await factory.query(
      `WITH made AS (INSERT INTO groups (tenant_id, name) VALUES ($1, 'A'), ($1, 'B'), ($1, 'Over')
         RETURNING id, name),
       given AS (INSERT INTO group_roles (tenant_id, group_id, role, ends_at)
         SELECT $1, id, $2, CASE name WHEN 'Over' THEN now() - interval '1 hour' END FROM made)
       INSERT INTO group_members SELECT $1, id, unnest(
         CASE name WHEN 'Over' THEN ARRAY[$5::uuid] ELSE ARRAY[$3::uuid, $4::uuid] END) FROM made`,
      [tenantId, roleId, both, member, later],
    );
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [disabled]);
    const counts = await countHolders(await requirePermission(admin, "role.read"));
    expect([counts.get(roleId), counts.get("tenant_admin")]).toEqual([3, 1]);
  });
});

describe("nobody gives what they lack", () => {
  const manager: PermissionId[] = [
    "role.read",
    "role.create",
    "role.update",
    "role.delete",
    "role.assign",
    "user.read",
  ];

  it("neither in a new role, nor in a changed one, nor by assigning a bigger one", async () => {
    const person = await holder(manager);
    const input = { name: "Mine", entries: allow(["audit.read"]) };
    expect(await createRole(person, input)).toMatchObject({ error: { code: "invalid_input" } });
    const own = await made(["role.read"], person);
    expect(await updateTo(person, own, ["role.read", "api_key.create"])).toMatchObject({
      error: { code: "invalid_input" },
    });
    const bigger = await made(["audit.read"]);
    for (const roleId of [bigger, "tenant_admin", "security_officer", "executive"]) {
      for (const action of [assignRole, unassignRole]) {
        const result = await action(person, { roleId, userId: person.id });
        expect(result).toMatchObject({ ok: false, error: { code: "permission_denied" } });
      }
    }
    expect(await updateTo(person, bigger, [])).toMatchObject({ ok: false });
    expect(await deleteRole(person, { roleId: bigger })).toMatchObject({ ok: false });
  });

  it("nor by inheriting from a bigger role, from above or from below", async () => {
    const person = await holder(manager);
    for (const parent of ["tenant_admin", "executive", await made(["audit.read"])]) {
      const result = await createRole(person, { name: "Mine", entries: [], parents: [parent] });
      expect(result).toMatchObject({ ok: false, error: { code: "permission_denied" } });
    }
    // A role of theirs from which a bigger one inherits is no longer theirs to change.
    const small = await made(["role.read"], person);
    await made(["audit.read"], admin, "Bigger", [small]);
    expect(await updateTo(person, small, [])).toMatchObject({
      ok: false,
      error: { code: "permission_denied", message: expect.stringContaining("Bigger, which") },
    });
    expect(await updateTo(admin, small, [])).toMatchObject({ ok: true });
  });

  it("not even to their own role", async () => {
    const person = await holder(manager);
    const ownRole = person.roles[0]?.id ?? "";
    const result = await updateTo(person, ownRole, [...manager, "session.revoke"]);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("not by an actor that is older than the loss of its own rights", async () => {
    const person = await holder([...manager, "audit.read"]);
    const roleId = await made(["audit.read"]);
    await updateTo(admin, person.roles[0]?.id ?? "", manager);
    // The old actor still claims audit.read, as a request that began a moment ago would.
    expect(person.permissions.has("audit.read")).toBe(true);
    expect(await assignRole(person, { roleId, userId: person.id })).toMatchObject({ ok: false });
    await updateTo(admin, person.roles[0]?.id ?? "", []);
    const input = { name: "Mine", entries: [] };
    expect(await createRole(person, input)).toMatchObject({
      ok: false,
      error: { code: "permission_denied" },
    });
  });

  it("nor to an API key, with an actor older than the loss", async () => {
    const person = await holder(["api_key.create", "audit.read"]);
    const input = { name: "Key", scopes: ["audit.read"], expiresInDays: 1 };
    expect(await createApiKey(person, input)).toMatchObject({ ok: true });
    await updateTo(admin, person.roles[0]?.id ?? "", ["api_key.create"]);
    expect(await createApiKey(person, input)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  });

  it("also when the role grows while it is being assigned", async () => {
    const person = await holder(manager);
    for (let round = 0; round < 8; round++) {
      const other = await factory.createActor(admin.tenantId, []);
      const roleId = await made(["role.read"]);
      const [grown, assigned] = await Promise.all([
        updateTo(admin, roleId, ["role.read", "audit.read"]),
        assignRole(person, { roleId, userId: other.id }),
      ]);
      expect(grown.ok).toBe(true);
      // Either it was assigned while small, by right, or it was refused: both are one order of two.
      const [last] = await factory.query<{ action: string }>(
        `SELECT action FROM audit_events WHERE tenant_id = $1
         AND action IN ('role.updated', 'role.assigned') ORDER BY id DESC LIMIT 1`,
        [admin.tenantId],
      );
      expect(last?.action).toBe("role.updated");
      if (!assigned.ok) expect(assigned.error.code).toBe("permission_denied");
    }
  });
});

describe("the last admin", () => {
  it("stays, whoever asks", async () => {
    const input = { roleId: "tenant_admin", userId: admin.id };
    expect(await unassignRole(admin, input)).toMatchObject({
      ok: false,
      error: { code: "conflict", message: expect.stringContaining("nobody who can assign roles") },
    });
    const disabled = await factory.createUser(admin.tenantId);
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [disabled.id]);
    expect(await unassignRole(admin, input)).toMatchObject({ ok: false });
  });

  it("stays when admins remove each other at once", async () => {
    for (let round = 0; round < 5; round++) {
      const others = await Promise.all(
        Array.from({ length: 4 }, () => factory.createActor(admin.tenantId)),
      );
      const everybody = [admin, ...others];
      await Promise.all(
        everybody.map((actor, index) => {
          const victim = everybody[(index + 1) % everybody.length] ?? admin;
          return unassignRole(actor, { roleId: "tenant_admin", userId: victim.id });
        }),
      );
      const left = await factory.query<{ user_id: string }>(
        "SELECT user_id FROM role_assignments WHERE tenant_id = $1 AND role = 'tenant_admin'",
        [admin.tenantId],
      );
      expect(left.length).toBeGreaterThanOrEqual(1);
      const survivor = everybody.find((actor) => actor.id === left[0]?.user_id);
      if (!survivor) throw new Error("nobody is left");
      for (const { user_id: userId } of left.slice(1)) {
        await unassignRole(survivor, { roleId: "tenant_admin", userId });
      }
      admin = survivor;
    }
  });
});
