import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { RealtimePage } from "../../../testing/realtime-page.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import { createRole } from "../../access/roles/service.ts";
import { ingestEvents } from "../../audit/ingestion/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { encodeSessionToken } from "../../identity/credentials/session-token.ts";
import { revokeSession } from "../../identity/sessions/service.ts";
import { env } from "../../platform/env.ts";
import { evaluateArrivals } from "../../worker/evaluate-arrivals.ts";
import { closeCodes } from "./schema.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let admin: Actor;
const pages: RealtimePage[] = [];

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});
afterEach(() => {
  for (const page of pages.splice(0)) page.socket.terminate();
});

const tokenOf = ({ tenantId, sessionId }: Actor) =>
  encodeSessionToken({ tenantId, sessionId: sessionId ?? "" }, env().AUTH_SECRET);

function open(token: string | null, origin?: string | null): Promise<RealtimePage> {
  const page = new RealtimePage(api.url, token, origin);
  pages.push(page);
  return page.opened();
}

/** Makes the tenant's "failed log-ins" move by one. */
async function fail(actor: Actor): Promise<void> {
  const item = {
    id: randomUUID(),
    occurredAt: new Date().toISOString(),
    action: "user.login",
    outcome: "failure",
    actor: { id: "somebody" },
  };
  await ingestEvents(await requirePermission(actor, "audit.record"), [{ index: 0, item }]);
  while (await evaluateArrivals.drain());
}

const failures = (kpis: { id: string; value: number | null }[]) =>
  kpis.find((kpi) => kpi.id === "failed_log_ins")?.value;

describe("the upgrade", () => {
  it("takes a session of ours from our own origin, and nothing else", async () => {
    const token = tokenOf(admin);
    await expect(open(token)).resolves.toBeDefined();
    await expect(open(null)).rejects.toThrow("refused with 401");
    await expect(open(`${token}x`)).rejects.toThrow("refused with 401");
    for (const origin of [null, "https://evil.example", "http://127.0.0.1:3001", "null"]) {
      await expect(open(token, origin)).rejects.toThrow("refused with 403");
    }
    await revokeSession(admin, { sessionId: admin.sessionId });
    await expect(open(token)).rejects.toThrow("refused with 401");
  });

  it("takes so many of one session, and then no more", async () => {
    const token = tokenOf(admin);
    await Promise.all(Array.from({ length: 50 }, () => open(token)));
    await expect(open(token)).rejects.toThrow("refused with 429");
    pages.at(0)?.socket.close();
    await pages.at(0)?.closed;
    await vi.waitFor(() => open(token));
  });

  it("leaves other paths alone", async () => {
    const other = new RealtimePage(`${api.url}/elsewhere`, tokenOf(admin));
    expect(await other.closed).toBe(1006);
  });
});

describe("an open page", () => {
  it("gets the figures, then what changed in them, in unbroken versions", async () => {
    const page = await open(tokenOf(admin));
    page.say({ type: "subscribe", topics: ["kpis"] });
    const snapshot = await page.next("snapshot");
    expect(snapshot.kpis).toHaveLength(10);
    expect(failures(snapshot.kpis)).toBe(0);
    await fail(admin);
    const update = await page.next("update", ({ kpis }) => failures(kpis) === 1);
    expect(update.epoch).toBe(snapshot.epoch);
    expect(update.base).toBe(update.version - 1);
    expect(update.kpis.map((kpi) => kpi.id)).not.toContain("api_latency_p95");
    page.say({ type: "resync" });
    const again = await page.next("snapshot", ({ kpis }) => failures(kpis) === 1);
    expect(again.version).toBeGreaterThanOrEqual(update.version);
  });

  it("sees only figures that its person may see, and nothing of another tenant", async () => {
    const officer = await factory.createActor(admin.tenantId, ["security_officer"]);
    const other = await factory.createActor(await factory.createTenant());
    const [mine, theirs] = [await open(tokenOf(officer)), await open(tokenOf(other))];
    for (const page of [mine, theirs]) page.say({ type: "subscribe", topics: ["kpis", "alerts"] });
    const { kpis } = await mine.next("snapshot");
    expect(kpis.map((kpi) => kpi.id)).toEqual(["failed_log_ins", "open_alerts"]);
    await theirs.next("snapshot");
    for (let i = 0; i < 5; i++) await fail(admin);
    await mine.next("changed");
    await mine.next("update", ({ kpis: changed }) => failures(changed) === 5);
    expect(theirs.messages.filter((message) => message.type !== "alive")).toEqual([]);
  });

  it("is told within a second what its person may do now", async () => {
    const person = await factory.createActor(admin.tenantId, []);
    const page = await open(tokenOf(person));
    page.say({ type: "subscribe", topics: ["kpis"] });
    expect((await page.next("snapshot")).kpis).toEqual([]);
    const { roleId } = dataOf(
      await createRole(admin, {
        name: "Watcher",
        description: "",
        entries: [{ permission: "kpi.security.read" }],
      }),
    );
    const input = { roleId, userId: person.id };
    const tookMs: number[] = [];
    for (let round = 0; round < 3; round++) {
      for (const [change, count] of [[assignRole, 2] as const, [unassignRole, 0] as const]) {
        const changedAt = performance.now();
        await change(admin, input);
        await page.next("access");
        tookMs.push(performance.now() - changedAt);
        expect((await page.next("snapshot")).kpis).toHaveLength(count);
      }
    }
    // A busy machine may be late once; the way itself is short.
    expect(Math.min(...tookMs)).toBeLessThan(1_000);
  });

  it("is closed within a second when its session is revoked", async () => {
    const tookMs: number[] = [];
    for (let round = 0; round < 3; round++) {
      const officer = await factory.createActor(admin.tenantId, ["security_officer"]);
      const page = await open(tokenOf(officer));
      const revokedAt = performance.now();
      await revokeSession(admin, { sessionId: officer.sessionId });
      expect(await page.closed).toBe(closeCodes.signedOut);
      tookMs.push(performance.now() - revokedAt);
    }
    expect(Math.min(...tookMs)).toBeLessThan(1_000);
  });

  it("is closed when it says far too much", async () => {
    const page = await open(tokenOf(admin));
    for (let i = 0; i < 100; i++) page.say({ type: "resync" });
    expect(await page.closed).toBe(1008);
  });

  it.each([
    ["nothing", ""],
    ["no message of ours", "{}"],
    ["no object", "[]"],
    ["an unknown topic", '{"type":"subscribe","topics":["secrets"]}'],
    ["an unknown field", '{"type":"subscribe","topics":[],"extra":1}'],
    ["too much", "x".repeat(2_000)],
  ])("is closed when it says %s", async (_what, text) => {
    const page = await open(tokenOf(admin));
    page.socket.send(text);
    expect([1008, 1009]).toContain(await page.closed);
  });
});
