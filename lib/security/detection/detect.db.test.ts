import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { ingestEvents } from "../../audit/ingestion/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { logIn } from "../../identity/login/service.ts";
import { withTenantSql } from "../../platform/db.ts";
import { evaluateArrivals } from "../../worker/evaluate-arrivals.ts";
import { countAlerts, getAlert, searchAlerts } from "../alerts/queries.ts";
import { acknowledgeAlert, reopenAlert, resolveAlert } from "../alerts/service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let officer: Actor;

beforeEach(async () => {
  officer = await factory.createActor(await factory.createTenant());
});

type Failure = { second: number; account?: string; ip?: string };
const START = Date.parse("2026-11-20T10:00:00Z");

/** Sends failed log-ins of another program. */
async function send(failures: Failure[]): Promise<void> {
  const grant = await requirePermission(officer, "audit.record");
  const result = await ingestEvents(
    grant,
    failures.map(({ second, account = "ada", ip = "192.0.2.7" }, index) => ({
      index,
      item: {
        id: randomUUID(),
        occurredAt: new Date(START + second * 1000).toISOString(),
        action: "ConsoleLogin",
        outcome: "failure",
        actor: { id: account, name: account },
        sourceIp: ip,
      },
    })),
  );
  expect(result.accepted).toBe(failures.length);
}

/** Does what the worker does, until nothing is waiting. */
async function evaluate(): Promise<void> {
  while (await evaluateArrivals.drain());
}

async function alerts() {
  const grant = await requirePermission(officer, "alert.read");
  return (await searchAlerts(grant, {}, { limit: 50 })).rows.reverse();
}

const seconds = (...values: number[]): Failure[] => values.map((second) => ({ second }));

describe("detection", () => {
  it("raises one alert for one account from events of other programs, with its events", async () => {
    await send(seconds(0, 60, 120, 180));
    await evaluate();
    expect(await alerts()).toEqual([]);
    await send(seconds(240));
    await evaluate();
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      title: "5 failed log-ins for ada in api",
      severity: "high",
      state: "open",
      firstEventAt: "2026-11-20T10:00:00.000Z",
      lastEventAt: "2026-11-20T10:04:00.000Z",
    });
    const grant = await requirePermission(officer, "alert.read");
    const detail = await getAlert(grant, alert?.id ?? "");
    expect(detail.events.map((event) => event.action)).toEqual(Array(5).fill("ConsoleLogin"));
    expect(detail.changes).toMatchObject([{ change: "raised", actorName: "Gatehouse" }]);
    expect(await countAlerts(grant)).toMatchObject({ state: { open: 1 }, severity: { high: 1 } });
  });

  it("lets an attack that goes on grow its alert, and leaves what is far away alone", async () => {
    await send(seconds(0, 1, 2, 3, 4));
    await evaluate();
    await send(seconds(500, 1000, 5000));
    await evaluate();
    expect(await alerts()).toMatchObject([{ eventCount: 7 }]);
  });

  it("raises one for one address with several accounts, and none twice for one attack", async () => {
    const spread = Array.from({ length: 10 }, (_, i) => ({ second: i, account: `user-${i}` }));
    await send(spread);
    await evaluate();
    expect(await alerts()).toMatchObject([
      { groupBy: "ip", groupValue: "192.0.2.7", eventCount: 10 },
    ]);
  });

  it("sees the portal's own log-ins alike", async () => {
    const victim = await factory.createUser(officer.tenantId, { password: "right horse" });
    const from = { requestId: randomUUID(), ip: "198.51.100.9", userAgent: null };
    for (let attempt = 0; attempt < 5; attempt++) {
      const credentials = { email: victim.email, password: "wrong horse" };
      await expect(logIn(credentials, from)).rejects.toThrow("wrong");
    }
    await evaluate();
    expect(await alerts()).toMatchObject([{ title: `5 failed log-ins for ${victim.email}` }]);
  });

  it("finds the same whatever the order and the batches in which events arrive", async () => {
    const times = [0, 100, 200, 300, 400, 3000, 3100, 3200, 3300, 3400];
    await send(seconds(3200, 300, 0, 3400));
    await evaluate();
    await send(seconds(3100, 400));
    await send(seconds(200));
    await evaluate();
    await send(seconds(3300, 100, 3000));
    await evaluate();
    const found = await alerts();
    expect(found.map((alert) => alert.eventCount)).toEqual([5, 5]);
    expect(found.map((alert) => Date.parse(alert.firstEventAt) - START).sort()).toEqual(
      [times[0], times[5]].map((time) => (time ?? 0) * 1000),
    );
  });

  it("counts each event once when the worker is stopped in the middle, or several work", async () => {
    await send(seconds(0, 60, 120, 180, 240));
    const waiting = () =>
      factory.query("SELECT id FROM audit_arrivals WHERE tenant_id = $1", [officer.tenantId]);
    const before = await waiting();
    // A worker that dies before its commit: everything it did is undone.
    const dying = withTenantSql(
      officer.tenantId,
      async (sql) => {
        await sql("DELETE FROM audit_arrivals WHERE tenant_id = $1", [officer.tenantId]);
        throw new Error("killed");
      },
      "worker",
    );
    await expect(dying).rejects.toThrow("killed");
    expect(await waiting()).toEqual(before);
    await Promise.all(Array.from({ length: 6 }, evaluate));
    await evaluate();
    expect(await alerts()).toMatchObject([{ eventCount: 5 }]);
    const raised = await factory.query(
      "SELECT id FROM audit_events WHERE tenant_id = $1 AND action = 'alert.raised'",
      [officer.tenantId],
    );
    expect(raised).toHaveLength(1);
  });
});

describe("the API's list", () => {
  it("is another as soon as an alert is", async () => {
    const api = await startApi();
    const { key } = await factory.createKey(officer.tenantId, ["alert.read"]);
    const states = async () => {
      const response = await fetch(`${api.url}/api/v1/alerts?severity=high`, {
        headers: { authorization: `Bearer ${key}` },
      });
      const { rows } = (await response.json()) as { rows: { state: string }[] };
      return rows.map((row) => row.state);
    };
    expect(await states()).toEqual([]);
    await send(seconds(0, 1, 2, 3, 4));
    await evaluate();
    expect(await states()).toEqual(["open"]);
    expect(await states()).toEqual(["open"]);
    await acknowledgeAlert(officer, { alertId: (await alerts())[0]?.id });
    expect(await states()).toEqual(["acknowledged"]);
    await api.close();
  });
});

describe("an alert", () => {
  it("is taken on, resolved with a verdict, opened again, and remembers who did what", async () => {
    await send(seconds(0, 1, 2, 3, 4));
    await evaluate();
    const alertId = (await alerts())[0]?.id ?? "";
    expect(await acknowledgeAlert(officer, { alertId })).toMatchObject({ ok: true });
    const verdict = { alertId, verdict: "benign", comment: "A pentest" };
    expect(await resolveAlert(officer, verdict)).toMatchObject({ ok: true });
    expect(await reopenAlert(officer, { alertId, comment: "It goes on" })).toMatchObject({
      ok: true,
    });
    const detail = await getAlert(await requirePermission(officer, "alert.read"), alertId);
    expect(detail).toMatchObject({ state: "open", verdict: null });
    expect(detail.changes.map(({ change, comment }) => [change, comment])).toEqual([
      ["raised", null],
      ["acknowledged", null],
      ["resolved", "A pentest"],
      ["reopened", "It goes on"],
    ]);
    const events = await factory.query<{ action: string; reason: string | null }>(
      "SELECT action, reason FROM audit_events WHERE target_id = $1 ORDER BY id",
      [alertId],
    );
    expect(events.map((event) => event.action)).toEqual([
      "alert.raised",
      "alert.acknowledged",
      "alert.resolved",
      "alert.reopened",
    ]);
    expect(events[2]?.reason).toBe("A pentest");
  });

  it("is taken on by one of two who try at once", async () => {
    await send(seconds(0, 1, 2, 3, 4));
    await evaluate();
    const alertId = (await alerts())[0]?.id ?? "";
    const results = await Promise.all(
      Array.from({ length: 4 }, () => acknowledgeAlert(officer, { alertId })),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const refused = results.find((result) => !result.ok);
    expect(refused).toMatchObject({ error: { code: "conflict" } });
  });

  it("that is resolved takes no more events: the next attack raises another", async () => {
    await send(seconds(0, 1, 2, 3, 4));
    await evaluate();
    const alertId = (await alerts())[0]?.id ?? "";
    await resolveAlert(officer, { alertId, verdict: "true_positive", comment: "Locked" });
    await send(seconds(10, 11, 12, 13));
    await evaluate();
    expect(await alerts()).toHaveLength(1);
    await send(seconds(14));
    await evaluate();
    expect(await alerts()).toMatchObject([
      { eventCount: 5, state: "resolved" },
      { eventCount: 5, state: "open" },
    ]);
  });

  it("is not resolved without a verdict and a comment", async () => {
    const alertId = randomUUID();
    const result = await resolveAlert(officer, { alertId, comment: " " });
    expect(result).toMatchObject({
      ok: false,
      error: { fieldErrors: { verdict: [/Choose/], comment: [/few words/] } },
    });
  });
});
