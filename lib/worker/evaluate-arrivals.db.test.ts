import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { startApi } from "../../testing/api-server.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { ingestEvents } from "../audit/ingestion/service.ts";
import type { Actor } from "../authz/guard/actor.ts";
import { requirePermission } from "../authz/guard/grant.ts";
import { env } from "../platform/env.ts";
import { log } from "../platform/log.ts";
import { getAlert, searchAlerts } from "../security/alerts/queries.ts";
import { resolveAlert } from "../security/alerts/service.ts";
import { evaluateArrivals } from "./evaluate-arrivals.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let officer: Actor;

beforeEach(async () => {
  officer = await factory.createActor(await factory.createTenant());
});

const START = Date.parse("2026-11-20T10:00:00Z");
type Failure = { second: number; account: string; ip?: string };

async function send(failures: readonly Failure[], tenantsActor = officer): Promise<void> {
  const grant = await requirePermission(tenantsActor, "audit.record");
  for (let from = 0; from < failures.length; from += 1_000) {
    const items = failures.slice(from, from + 1_000).map(({ second, account, ip }, index) => ({
      index,
      item: {
        id: randomUUID(),
        occurredAt: new Date(START + second * 1000).toISOString(),
        action: "user.login_failed",
        outcome: "failure",
        source: "crm",
        target: { type: "account", id: account },
        ...(ip && { sourceIp: ip }),
      },
    }));
    expect((await ingestEvents(grant, items)).accepted).toBe(items.length);
  }
}

/** What the worker does until nothing is waiting. */
async function evaluate(): Promise<void> {
  const isWaiting = async () => (await factory.query("SELECT 1 FROM audit_arrivals")).length > 0;
  while (await isWaiting()) await evaluateArrivals.drain();
}

async function alerts() {
  const grant = await requirePermission(officer, "alert.read");
  return (await searchAlerts(grant, {}, { limit: 50 })).rows;
}

const times = (count: number, account: string, ip?: string): Failure[] =>
  Array.from({ length: count }, (_, second) => ({ second, account, ...(ip && { ip }) }));

/** Text that compresses badly: 3 kB of it is more than an entry of a B-tree may have. */
function randomCjk(length: number): string {
  const character = () => String.fromCharCode(0x4e00 + Math.floor(Math.random() * 20_000));
  return Array.from({ length }, character).join("");
}

describe("an event that no index could hold", () => {
  it("is evaluated as any other, and what comes after it", async () => {
    const account = randomCjk(1_024);
    await send([...times(5, account), ...times(5, "ada")]);
    await evaluate();
    const titles = (await alerts()).map(({ title }) => title);
    expect(titles).toContain("5 failed log-ins for ada in crm");
    expect(titles).toHaveLength(2);
    // People read the beginning of it.
    for (const title of titles) expect(title.length).toBeLessThan(300);
    expect(await factory.query("SELECT 1 FROM unevaluated_events")).toEqual([]);
  });
});

describe("an event that cannot be evaluated", () => {
  const poison = "ADD CONSTRAINT poison CHECK (group_value NOT LIKE 'poison%') NOT VALID";

  it("is set aside after a few tries, shown and counted, and everything else goes on", async () => {
    const logged = vi.spyOn(log, "error").mockReturnValue(undefined);
    const other = officer;
    officer = await factory.createActor(await factory.createTenant());
    await factory.query(`ALTER TABLE rule_matches ${poison}`);
    const bad = Array.from({ length: 13 }, (_, i) => ({ second: i * 9, account: `poison${i}` }));
    await send([...times(5, "ada"), ...bad, ...times(5, "bo")]);
    await send(times(5, "carol"), other);
    await evaluateArrivals.drain();
    const otherGrant = await requirePermission(other, "alert.read");
    expect((await searchAlerts(otherGrant, {}, { limit: 9 })).rows).toHaveLength(1);
    await evaluate();
    await factory.query("ALTER TABLE rule_matches DROP CONSTRAINT poison");

    const found = await alerts();
    expect(found.map(({ title }) => title).sort()).toEqual([
      "13 events could not be evaluated",
      "5 failed log-ins for ada in crm",
      "5 failed log-ins for bo in crm",
    ]);
    const about = found.find(({ ruleId }) => ruleId === "unevaluated_events");
    const grant = await requirePermission(officer, "alert.read");
    const detail = await getAlert(grant, about?.id ?? "");
    expect(detail.events).toHaveLength(13);
    expect(detail.changes[0]?.comment).toContain("poison");
    const kept = await factory.query<{ error: string }>(
      "SELECT error FROM unevaluated_events WHERE tenant_id = $1",
      [officer.tenantId],
    );
    expect(kept).toHaveLength(13);
    // One line however often it is tried, and one for each event that is given up.
    const lines = logged.mock.calls.map(([, text]) => text);
    expect(lines.filter((text) => text?.includes("tried again"))).toHaveLength(1);
    expect(lines.filter((text) => text?.includes("set aside"))).toHaveLength(13);
    logged.mockRestore();

    const api = await startApi();
    const metrics = await readMetrics(api.url);
    expect(metrics).toMatch(/^gatehouse_detection_set_aside_events 13$/m);
    await api.close();
  });
});

/** What /metrics tells whoever has the token. */
async function readMetrics(url: string): Promise<string> {
  const headers = { Authorization: `Bearer ${env().METRICS_TOKEN}` };
  return (await fetch(`${url}/metrics`, { headers })).text();
}

describe("a backlog", () => {
  it("is counted, and told by /readyz without taking the server away", async () => {
    await evaluate();
    await send(times(3, "ada"));
    const api = await startApi();
    const read = async () => ({
      metrics: await readMetrics(api.url),
      ready: (await (await fetch(`${api.url}/readyz`)).json()) as {
        checks: { detection: { ok: boolean; detail?: string } };
      },
    });
    const young = await read();
    expect(young.metrics).toMatch(/^gatehouse_detection_backlog_events 3$/m);
    expect(young.ready.checks.detection.ok).toBe(true);
    await factory.query("UPDATE audit_arrivals SET id = uuidv7(interval '-10 minutes')");
    const old = await read();
    const seconds = /^gatehouse_detection_backlog_seconds (\S+)$/m.exec(old.metrics)?.[1];
    expect(Number(seconds)).toBeGreaterThan(590);
    expect(old.ready.checks.detection).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^3 events wait .* the oldest for 6\d\d s\.$/),
    });
    await evaluate();
    const done = await read();
    expect(done.metrics).toMatch(/^gatehouse_detection_backlog_events 0$/m);
    expect(done.metrics).toMatch(/^gatehouse_detection_backlog_seconds 0$/m);
    await api.close();
  });
});

describe("an attack of thousands", () => {
  it("is one alert for its account, and costs no more for one event later", async () => {
    await send(times(6_000, "ada", "192.0.2.7").map((one, i) => ({ ...one, second: i / 10 })));
    await evaluate();
    expect(await alerts()).toMatchObject([{ groupBy: "account", eventCount: 6_000 }]);
    const started = performance.now();
    await send([{ second: 600 + 2_400, account: "ada", ip: "192.0.2.7" }]);
    await evaluate();
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(await alerts()).toMatchObject([{ groupBy: "account", eventCount: 6_000 }]);
  }, 180_000);

  it("is taken over by the alert of its address in several turns, each event once", async () => {
    await send(times(6_000, "ada", "192.0.2.7").map((one, i) => ({ ...one, second: i / 10 })));
    await evaluate();
    await send([{ second: 300, account: "bo", ip: "192.0.2.7" }]);
    await evaluateArrivals.drain();
    expect(await factory.query("SELECT 1 FROM alerts WHERE growing")).toHaveLength(1);
    await evaluate();
    expect(await factory.query("SELECT 1 FROM alerts WHERE growing")).toEqual([]);
    const byAddress = (await alerts()).find(({ groupBy }) => groupBy === "ip");
    expect(byAddress).toMatchObject({ eventCount: 6_001 });
    const alertId = byAddress?.id ?? "";
    await resolveAlert(officer, { alertId, verdict: "true_positive", comment: "Blocked." });
    await send([{ second: 301, account: "bo", ip: "192.0.2.7" }]);
    await evaluate();
    expect((await alerts()).filter(({ groupBy }) => groupBy === "ip")).toHaveLength(1);
  }, 180_000);
});
