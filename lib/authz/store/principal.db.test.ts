import { beforeEach, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { msUntil, quickestOfThree, reached, seenBefore } from "../../../testing/moments.ts";
import { actorOfSession } from "../../identity/credentials/session.ts";
import { redis } from "../../platform/redis.ts";
import { singleton } from "../../platform/singleton.ts";
import { decide } from "../engine/decide.ts";
import { loadPrincipals, principalAt } from "./principal.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let tenantId: string;
let userId: string;

beforeEach(async () => {
  tenantId = await factory.createTenant();
  ({ id: userId } = await factory.createUser(tenantId, { roles: [] }));
});

async function version(): Promise<string> {
  const [row] = await factory.query<{ version: string }>(
    "SELECT version::text FROM access_versions WHERE tenant_id = $1",
    [tenantId],
  );
  return row?.version ?? "";
}

const give = (role: string, endsAt: Date | null = null) =>
  factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role, ends_at) VALUES ($1, $2, $3, $4)",
    [tenantId, userId, role, endsAt],
  );

async function grantOn(resourceId: string, effect: string): Promise<void> {
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     VALUES ($1, $2, 'document.read', $3, 'document', $4)`,
    [tenantId, userId, effect, resourceId],
  );
}

async function mayInSession(token: string): Promise<boolean> {
  const actor = await actorOfSession(token, { requestId: "r", ip: null, userAgent: null });
  return actor !== null && decide(actor.access, "kpi.product.read");
}

/** As another process would see it: nothing compiled here, everything from Redis. */
function forgetPolicies(): void {
  singleton("policies", () => new Map<string, unknown>()).clear();
}

describe("a compiled principal", () => {
  it("is the same from Redis as from the database, and lies there as bits", async () => {
    await give("manager");
    await grantOn("d1", "allow");
    await grantOn("d2", "deny");
    const at = await version();
    const first = await principalAt(tenantId, userId, at);
    const keys = await redis()?.keys(`*${userId}*`);
    expect(keys).toHaveLength(1);
    forgetPolicies();
    const second = await principalAt(tenantId, userId, at);
    const fresh = (await loadPrincipals(tenantId, [userId])).get(userId);
    for (const principal of [first, second]) {
      expect(principal?.roles).toEqual(fresh?.roles);
      expect(principal?.permissions).toEqual(fresh?.permissions);
      expect(principal?.access.resources).toEqual(fresh?.access.resources);
      expect(principal?.access.allow).toEqual(fresh?.access.allow);
      expect(principal?.access.identifiers).toEqual(fresh?.access.identifiers);
    }
    const stored = await redis()?.get(keys?.[0] ?? "");
    expect(stored).toMatch(/"allow":\[\d+(,\d+)*\]/);
  });

  it("ends with what ends, though the version stays the same", async () => {
    let at = "";
    const may = async () => {
      const principal = await principalAt(tenantId, userId, at);
      return principal !== null && decide(principal.access, "kpi.product.read");
    };
    const { moment, seen } = await seenBefore(async (endsAt) => {
      ({ id: userId } = await factory.createUser(tenantId, { roles: [] }));
      await give("executive", endsAt);
      at = await version();
      return may();
    });
    expect(seen).toBe(true);
    await reached(moment);
    expect(await may()).toBe(false);
    forgetPolicies();
    expect(await may()).toBe(false);
    expect(await version()).toBe(at);
    // What holds from then on is kept as well.
    expect(await redis()?.keys(`*${userId}*`)).toHaveLength(2);
  });

  it("does not mix the bits of two policies that have different permissions", async () => {
    await give("tenant_admin");
    const at = await version();
    await principalAt(tenantId, userId, at);
    // Another process compiled its policy at the same version, but read newer rows.
    await factory.query("INSERT INTO resource_actions VALUES ($1, 'aaa', 'first')", [tenantId]);
    forgetPolicies();
    const policies = (await redis()?.keys("*policy*")) ?? [];
    expect(policies.length).toBeGreaterThan(0);
    await redis()?.del(policies);
    const principal = await principalAt(tenantId, userId, at);
    expect(principal && decide(principal.access, "aaa.first")).toBe(true);
    expect(principal?.permissions).toEqual(
      (await loadPrincipals(tenantId, [userId])).get(userId)?.permissions,
    );
  });

  it("is nobody's for somebody disabled, gone or of another tenant", async () => {
    const other = await factory.createTenant();
    expect(await principalAt(other, userId, "1")).toBeNull();
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [userId]);
    expect(await principalAt(tenantId, userId, await version())).toBeNull();
  });
});

describe("a change whose process died before it told anybody", () => {
  it("bites within a second all the same", async () => {
    const { token } = await factory.createSession(tenantId, userId);
    const may = () => mayInSession(token);
    const tookMs = await quickestOfThree(async () => {
      await give("executive");
      await msUntil(may);
      // Committed, and nothing else: no invalidation, no message.
      await factory.query("DELETE FROM role_assignments WHERE user_id = $1", [userId]);
      return msUntil(async () => !(await may()));
    });
    expect(tookMs).toBeLessThan(1_000);
  });

  it("ends a session's access at the moment that it ends, not up to a second later", async () => {
    let token = "";
    const { moment, seen } = await seenBefore(async (endsAt) => {
      ({ id: userId } = await factory.createUser(tenantId, { roles: [] }));
      ({ token } = await factory.createSession(tenantId, userId));
      await give("executive", endsAt);
      return mayInSession(token);
    });
    expect(seen).toBe(true);
    await reached(moment);
    expect(await mayInSession(token)).toBe(false);
  });
});
