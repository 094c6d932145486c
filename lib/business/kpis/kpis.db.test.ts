import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { bucketOf } from "../../core/histogram.ts";
import { SLOT_MS } from "../facts/window.ts";
import { loadKpis, loadReceipt } from "./queries.ts";
import { kpiEntries } from "./registry.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let admin: Actor;

const slotAgo = (ms: number) => new Date(Math.floor((Date.now() - ms) / SLOT_MS) * SLOT_MS);

type Requests = { agoMs: number; route?: string; latenciesMs: number[]; errors?: number };

async function addRequests({ agoMs, route = "GET /me", latenciesMs, errors = 0 }: Requests) {
  const counts = new Map<number, number>();
  for (const ms of latenciesMs) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  await factory.query("INSERT INTO request_metrics VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8)", [
    admin.tenantId,
    slotAgo(agoMs),
    route,
    randomUUID(),
    latenciesMs.length,
    errors,
    [...counts.keys()],
    [...counts.values()],
  ]);
}

async function addActivity(user: string, ...daysAgo: number[]): Promise<void> {
  for (const days of daysAgo) {
    const day = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
    await factory.query("INSERT INTO user_activity VALUES ($1, $2, $3, $4, 2)", [
      admin.tenantId,
      day,
      user,
      user.toUpperCase(),
    ]);
  }
}

async function addFailure(agoMs: number): Promise<void> {
  const [event, at] = [randomUUID(), new Date(Date.now() - agoMs)];
  for (const groupBy of ["account", "ip"]) {
    await factory.query(
      `INSERT INTO rule_matches (tenant_id, rule_id, group_by, event_id, group_value, occurred_at)
       VALUES ($1, 'failed_log_ins', $2, $3, 'x', $4)`,
      [admin.tenantId, groupBy, event, at],
    );
  }
}

async function addAlert(raisedAgoMs: number, resolvedAgoMs: number | null): Promise<void> {
  const ago = (ms: number) => new Date(Date.now() - ms);
  await factory.query(
    `INSERT INTO alerts (tenant_id, rule_id, group_by, group_value, severity, event_count,
       first_event_at, last_event_at, created_at, resolved_at, state, verdict)
     VALUES ($1, 'failed_log_ins', 'account', 'x', 'high', 5, $2, $2, $2, $3,
       CASE WHEN $3::timestamptz IS NULL THEN 'open' ELSE 'resolved' END,
       CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE 'benign' END)`,
    [admin.tenantId, ago(raisedAgoMs), resolvedAgoMs === null ? null : ago(resolvedAgoMs)],
  );
}

async function addChecks(agoMs: number, ...answers: boolean[]): Promise<void> {
  const from = slotAgo(agoMs).getTime();
  for (const [index, ok] of answers.entries()) {
    const minute = new Date(from + index * 60_000);
    await factory.query("INSERT INTO uptime_checks VALUES ($1, $2, 5, NULL)", [minute, ok]);
  }
}

beforeAll(async () => {
  // The clock stands in the middle of a slot: a test must not meet the end of one.
  const now = Math.floor(Date.now() / SLOT_MS) * SLOT_MS + SLOT_MS / 2;
  vi.useFakeTimers({ toFake: ["Date"], now });
  admin = await factory.createActor(await factory.createTenant());
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  await addRequests({ agoMs: 2 * HOUR_MS, latenciesMs: hundred, errors: 2 });
  await addRequests({ agoMs: 0, route: "POST /audit/events", latenciesMs: [1_000], errors: 1 });
  await addRequests({ agoMs: 30 * HOUR_MS, latenciesMs: hundred.map((ms) => ms * 2) });
  await addRequests({ agoMs: 60 * HOUR_MS, latenciesMs: [9] });
  await addActivity("ada", 0, 1, 2, 40);
  await addActivity("bo", 1);
  await addActivity("cy", 45, 100);
  await addFailure(HOUR_MS);
  await addFailure(3 * HOUR_MS);
  await addFailure(30 * HOUR_MS);
  await addAlert(HOUR_MS, null);
  await addAlert(40 * HOUR_MS, 2 * HOUR_MS);
  await addAlert(80 * HOUR_MS, 70 * HOUR_MS);
  await addChecks(HOUR_MS, true, true, false, true);
  await addChecks(30 * HOUR_MS, true, true);
  await factory.query("INSERT INTO cache_metrics VALUES ($1, $2, 'kpi', $3, 9, 1)", [
    admin.tenantId,
    slotAgo(HOUR_MS),
    randomUUID(),
  ]);
});

afterAll(() => {
  vi.useRealTimers();
});

async function reading(id: string) {
  const found = (await loadKpis(admin)).kpis.find((kpi) => kpi.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

describe("KPIs", () => {
  it("count API calls and compare whole periods only", async () => {
    const kpi = await reading("api_calls");
    expect(kpi).toMatchObject({ value: 101, previous: 100 });
    // The call of the running five minutes counts, but is not compared.
    expect(kpi.change).toBe(0);
    expect(kpi.points).toHaveLength(24);
    expect(kpi.points.reduce((sum, point) => sum + (point.value ?? 0), 0)).toBe(101);
  });

  it("take percentiles of merged histograms, within 5 %", async () => {
    const p95 = await reading("api_latency_p95");
    expect(p95.value).toBeGreaterThan(96 * 0.95);
    expect(p95.value).toBeLessThan(96 * 1.05);
    expect(p95.change).toBeCloseTo(-0.5, 1);
    expect((await reading("api_latency_p99")).value).toBeCloseTo(100, -1);
  });

  it("say why there is no value, and never 0 or NaN instead", async () => {
    const quiet = await factory.createActor(await factory.createTenant());
    const { kpis } = await loadKpis(quiet);
    const empty = kpis.filter((kpi) => kpi.value === null);
    expect(empty.map((kpi) => kpi.id).sort()).toEqual([
      "api_error_rate",
      "api_latency_p95",
      "api_latency_p99",
      "cache_hit_rate",
      "stickiness",
    ]);
    for (const kpi of empty) expect(kpi.reason).toMatch(/\.$/);
  });

  it("divide errors by calls, hits by questions, up by checks", async () => {
    expect((await reading("api_error_rate")).value).toBeCloseTo(3 / 101);
    expect((await reading("cache_hit_rate")).value).toBeCloseTo(0.9);
    const uptime = await reading("uptime");
    expect(uptime.value).toBeCloseTo(0.75);
    expect(uptime.change).toBeCloseTo(-0.25);
  });

  it("count people once, however often they come", async () => {
    expect(await reading("active_users")).toMatchObject({ value: 2, previous: 2, change: 0 });
    expect((await reading("stickiness")).value).toBeCloseTo(4 / 30 / 2);
  });

  it("count failed log-ins and alerts that were open", async () => {
    expect(await reading("failed_log_ins")).toMatchObject({ value: 2, previous: 1, change: 1 });
    expect(await reading("open_alerts")).toMatchObject({ value: 1, previous: 1, change: 0 });
  });
});

/** How the rows of each receipt make its value. */
const sums: Record<
  string,
  (rows: Record<string, number>[], totals: Record<string, number>) => number
> = {
  active_users: (rows) => rows.length,
  stickiness: (rows, totals) => (totals.people ?? 0) / rows.length / 2,
  api_calls: (_rows, totals) => totals.calls ?? 0,
  api_latency_p95: (rows) => Math.sqrt(reached(rows, 0.95)),
  api_latency_p99: (rows) => Math.sqrt(reached(rows, 0.99)),
  api_error_rate: (_rows, totals) => (totals.errors ?? 0) / (totals.calls ?? 0),
  cache_hit_rate: (_rows, { hits = 0, misses = 0 }) => hits / (hits + misses),
  uptime: (_rows, { up = 0, down = 0 }) => up / (up + down),
  failed_log_ins: (rows) => rows.length,
  open_alerts: (rows) => rows.length,
};

/** The squared geometric middle of the first latency range that reaches the share. */
function reached(rows: Record<string, number>[], share: number): number {
  const row = rows.find(({ upTo = 0 }) => upTo >= share);
  return (row?.from ?? 0) * (row?.to ?? 0);
}

describe("the receipt", () => {
  it.each(kpiEntries.map(([id]) => id))("of %s makes its value, row by row", async (id) => {
    const receipt = await loadReceipt(admin, id);
    expect(receipt.value).toBe((await reading(id)).value);
    const rows = receipt.rows as Record<string, number>[];
    expect(sums[id]?.(rows, receipt.totals)).toBeCloseTo(receipt.value ?? Number.NaN, 6);
    for (const [column, total] of Object.entries(receipt.totals)) {
      expect(rows.reduce((sum, row) => sum + (row[column] ?? 0), 0)).toBe(total);
    }
    const known = new Set(receipt.columns.map((column) => column.id));
    for (const row of rows) expect(new Set(Object.keys(row)).isSubsetOf(known)).toBe(true);
  });

  it("says whom its rows are about only to those who may see that", async () => {
    const executive = await factory.createActor(admin.tenantId, ["executive"]);
    const personal = { failed_log_ins: ["Account", "Address"], active_users: ["Person"] };
    for (const [id, hidden] of Object.entries({ ...personal, open_alerts: ["About"] })) {
      const whole = await loadReceipt(admin, id);
      expect(whole.hidden).toEqual([]);
      const receipt = await loadReceipt(executive, id);
      expect(receipt.hidden).toEqual(hidden);
      expect(receipt.rows).toHaveLength(whole.rows.length);
      const ids = whole.columns.filter(({ label }) => hidden.includes(label)).map(({ id }) => id);
      expect(receipt.columns.map(({ label }) => label)).not.toEqual(expect.arrayContaining(hidden));
      for (const row of receipt.rows)
        expect(Object.keys(row)).not.toEqual(expect.arrayContaining(ids));
    }
  });

  it("has no link to what its reader may not open", async () => {
    const executive = await factory.createActor(admin.tenantId, ["executive"]);
    const kinds = async (actor: Actor) =>
      (await loadReceipt(actor, "failed_log_ins")).columns.map(({ kind }) => kind);
    expect(await kinds(admin)).toContain("event");
    expect(await kinds(executive)).not.toContain("event");
  });

  it("has no column of names or addresses that is not marked as personal", async () => {
    // What the fixtures say of people and addresses must reach no executive, in any column.
    const executive = await factory.createActor(admin.tenantId, ["executive"]);
    for (const [id] of kpiEntries) {
      const receipt = await loadReceipt(executive, id);
      expect(JSON.stringify(receipt.rows)).not.toMatch(/@|"(ADA|BO|x)"|\d+\.\d+\.\d+\.\d+/);
    }
  });

  it("needs the KPI's permission", async () => {
    const officer = await factory.createActor(admin.tenantId, ["security_officer"]);
    await expect(loadReceipt(officer, "api_calls")).rejects.toThrow("kpi.product.read");
    await expect(loadReceipt(officer, "made_up")).rejects.toThrow("no such KPI");
  });
});
