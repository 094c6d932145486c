import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { actorWith } from "../../../testing/actor-with.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { createApiKey, revokeApiKey } from "../api-keys/service.ts";
import { actorOfApiKey } from "../credentials/api-key.ts";
import { revokeSession } from "../sessions/service.ts";
import { getUser } from "./queries.ts";
import { createUser, disableUser, enableUser } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let tenantId: string;
let admin: Actor;
let maker: Actor;

beforeEach(async () => {
  tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  maker = await factory.createActor(tenantId);
});

const made = async (by: Actor, name: string, scopes = ["user.create", "audit.record"]) =>
  dataOf(await createApiKey(by, { name, scopes, expiresInDays: null }));

const request = () => ({ requestId: randomUUID(), ip: "192.0.2.10", userAgent: "test" });
const programOf = (key: string) => actorOfApiKey(key, request());
const permissionsOf = async (key: string) =>
  [...((await programOf(key))?.permissions ?? [])].sort();

async function within(check: () => Promise<boolean>): Promise<void> {
  await expect.poll(check, { timeout: 20_000 }).toBe(true);
}

describe("the API keys of somebody who is disabled", () => {
  it("are named on their page, and revoked with them for good", async () => {
    const { apiKeyId, key } = await made(maker, "Importer");
    const grant = await requirePermission(admin, "user.read");
    expect((await getUser(grant, maker.id)).apiKeys).toEqual([{ id: apiKeyId, name: "Importer" }]);
    expect(await programOf(key)).toMatchObject({ kind: "api_key" });
    dataOf(await disableUser(admin, { userId: maker.id }));
    expect(await programOf(key)).toBeNull();
    expect((await getUser(grant, maker.id)).apiKeys).toEqual([]);
    dataOf(await enableUser(admin, { userId: maker.id }));
    expect(await programOf(key)).toBeNull();
    const [event] = await factory.query<{ details: object }>(
      "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'user.disabled'",
      [tenantId],
    );
    expect(event?.details).toMatchObject({
      sessionsEnded: 1,
      apiKeys: [{ became: "revoked", id: apiKeyId, name: "Importer" }],
    });
  });

  it("go on in the name of whoever takes them over", async () => {
    const { apiKeyId, key } = await made(maker, "Importer");
    dataOf(await disableUser(admin, { userId: maker.id, apiKeys: "hand_over" }));
    expect(await programOf(key)).not.toBeNull();
    const grant = await requirePermission(admin, "user.read");
    expect((await getUser(grant, admin.id)).apiKeys).toEqual([{ id: apiKeyId, name: "Importer" }]);
  });

  it("are not taken over by whoever may do less than they", async () => {
    const { key } = await made(maker, "Importer", ["audit.record"]);
    await factory.query("DELETE FROM role_assignments WHERE user_id = $1", [maker.id]);
    const helper = await actorWith(factory, tenantId, ["user.disable"]);
    const handOver = { userId: maker.id, apiKeys: "hand_over" };
    expect(await disableUser(helper, handOver)).toMatchObject({
      error: { code: "permission_denied", message: expect.stringContaining("Importer") },
    });
    expect(await disableUser(helper, { userId: maker.id })).toMatchObject({ ok: true });
    expect(await programOf(key)).toBeNull();
  });
});

describe("an API key", () => {
  it("loses what its maker loses, and gets it back with them", async () => {
    const { key } = await made(maker, "Importer", ["audit.record", "user.read"]);
    expect(await permissionsOf(key)).toContain("audit.record");
    await factory.query("DELETE FROM role_assignments WHERE user_id = $1", [maker.id]);
    await within(async () => (await permissionsOf(key)).length === 0);
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'tenant_admin')",
      [tenantId, maker.id],
    );
    await within(async () => (await permissionsOf(key)).includes("audit.record"));
  });

  it("ends with the role by which its maker could make it", async () => {
    const { key } = await made(maker, "Importer");
    await factory.query(
      "UPDATE role_assignments SET ends_at = now() + interval '3 seconds' WHERE user_id = $1",
      [maker.id],
    );
    await within(async () => (await permissionsOf(key)).length === 0);
  });

  it("that nobody made is bound by its scopes alone", async () => {
    const { key } = await factory.createKey(tenantId, ["audit.record"]);
    expect(await permissionsOf(key)).toEqual(["audit.record"]);
  });

  it("made by an API key is answered for by the same person", async () => {
    const first = await made(maker, "First", ["api_key.create", "audit.record"]);
    const program = await programOf(first.key);
    if (!program) throw new Error("the key does not work");
    const second = await made(program, "Second", ["audit.record"]);
    dataOf(await disableUser(admin, { userId: maker.id }));
    expect(await programOf(second.key)).toBeNull();
  });
});

describe("a change that waits for a lock", () => {
  const person = () => ({ name: "Late", email: `${randomUUID()}@example.com` });

  /** Starts a change that waits, does something to its actor's credential, and lets it go on. */
  async function afterWaiting(
    change: () => ReturnType<typeof createUser>,
    meanwhile: () => unknown,
  ) {
    const { default: pg } = await import("pg");
    const holder = new pg.Client({ connectionString: ownerUrl() });
    await holder.connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT 1 FROM access_versions WHERE tenant_id = $1 FOR UPDATE", [
        tenantId,
      ]);
      const changed = change();
      await expect
        .poll(async () => {
          const { rows } = await holder.query(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')",
          );
          return rows.length;
        })
        .toBeGreaterThan(0);
      await meanwhile();
      await holder.query("COMMIT");
      return await changed;
    } finally {
      await holder.end();
    }
  }

  const ended = { ok: false, error: { code: "unauthenticated" } };

  it("does not happen when its session was revoked meanwhile", async () => {
    const input = person();
    const result = await afterWaiting(
      () => createUser(maker, input),
      async () => dataOf(await revokeSession(admin, { sessionId: maker.sessionId })),
    );
    expect(result).toMatchObject(ended);
    expect(await factory.query("SELECT 1 FROM users WHERE email = $1", [input.email])).toEqual([]);
  });

  it("does not happen when its key was revoked meanwhile", async () => {
    const { apiKeyId, key } = await made(maker, "Importer");
    const program = await programOf(key);
    if (!program) throw new Error("the key does not work");
    const input = person();
    const result = await afterWaiting(
      () => createUser(program, input),
      async () => dataOf(await revokeApiKey(admin, { apiKeyId })),
    );
    expect(result.ok).toBe(false);
    expect(await factory.query("SELECT 1 FROM users WHERE email = $1", [input.email])).toEqual([]);
  });

  it("does not happen when the maker of its key lost the permission meanwhile", async () => {
    const { key } = await made(maker, "Importer");
    const program = await programOf(key);
    if (!program) throw new Error("the key does not work");
    await factory.query("DELETE FROM role_assignments WHERE user_id = $1", [maker.id]);
    expect(await createUser(program, person())).toMatchObject({
      error: { code: "permission_denied" },
    });
  });

  it("happens for somebody who ends their own session with it", async () => {
    const other = await factory.createActor(tenantId);
    expect(await disableUser(other, { userId: other.id })).toMatchObject({ ok: true });
    expect(await disableUser(other, { userId: maker.id })).toMatchObject({ ok: false });
  });
});
