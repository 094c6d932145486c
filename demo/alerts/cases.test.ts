import { describe, expect, test } from "vitest";
import { DAY_MS } from "../calendar.ts";
import { generateTenant } from "../generate.ts";
import { attackAddresses, offices } from "../locations.ts";
import { northwind } from "../plans/northwind.ts";
import { type RaisedAlert, workAlerts } from "./cases.ts";

const now = Date.parse("2026-06-10T14:05:00Z");
const HOUR_MS = 3_600_000;
const { officer } = generateTenant(northwind, now).cast;
if (!officer) throw new Error("Northwind has no security officer");

function alert(hoursAgo: number, parts: Partial<RaisedAlert> = {}): RaisedAlert {
  return {
    id: `a-${hoursAgo}-${parts.groupValue ?? ""}`,
    ruleId: "failed_log_ins",
    groupBy: "account",
    groupValue: "ada@northwind.example",
    eventCount: 6,
    firstEventAt: new Date(now - hoursAgo * HOUR_MS - 60_000),
    lastEventAt: new Date(now - hoursAgo * HOUR_MS),
    ...parts,
  };
}

const stateOf = (alerts: RaisedAlert[]) =>
  workAlerts(alerts, officer, now).alerts.map(({ acknowledgedAt, resolution }) => {
    if (resolution) return resolution.verdict;
    return acknowledgedAt === null ? "open" : "acknowledged";
  });

describe("workAlerts", () => {
  test("closes what is old, and leaves the latest alone", () => {
    expect(stateOf([alert(3), alert(60), alert(100), alert(400)])).toEqual([
      "benign",
      "benign",
      "acknowledged",
      "open",
    ]);
    expect(stateOf([alert(8 * 24)])).toEqual(["benign"]);
    expect(stateOf([])).toEqual([]);
  });

  test("takes an attack from several addresses for one case", () => {
    const [first, second] = attackAddresses;
    const attack = [first, second].map((groupValue) => alert(500, { groupBy: "ip", groupValue }));
    const { alerts, events } = workAlerts([...attack, alert(500)], officer, now);
    const verdicts = alerts.map(({ resolution }) => resolution?.verdict);
    expect(verdicts).toEqual(Array(3).fill("true_positive"));
    expect(alerts[0]?.resolution?.comment).toContain("from 2 addresses");
    expect(events.filter(({ deed }) => deed.action === "session.created")).toHaveLength(1);
  });

  test("tells an office from strangers", () => {
    const [office] = offices.boston.addresses;
    const byAddress = (groupValue: string) => [alert(500, { groupBy: "ip", groupValue })];
    expect(stateOf(byAddress(office))).toEqual(["false_positive"]);
    expect(stateOf(byAddress("192.0.2.250"))).toEqual(["true_positive"]);
  });

  test("records every step after the one before, and as history has it", () => {
    const { alerts, events } = workAlerts([alert(400), alert(300), alert(3)], officer, now);
    for (const { id, raisedAt, acknowledgedAt, resolution } of alerts) {
      const steps = events.filter(({ deed }) => deed.target?.id === id);
      const times = [acknowledgedAt, resolution?.at ?? null].filter((at) => at !== null);
      expect(steps.map(({ at }) => at)).toEqual(times);
      expect([raisedAt, ...times]).toEqual([raisedAt, ...times].sort((a, b) => a - b));
      expect(steps.every(({ actor }) => actor.id === officer.id)).toBe(true);
    }
    expect(events.filter(({ deed }) => deed.action === "alert.resolved")).toHaveLength(2);
  });

  test("nobody has looked at what came after their last hour of work", () => {
    // Eleven in the evening in Boston, and an hour later.
    const night = Date.parse("2026-06-11T04:30:00Z");
    const late = [1.5, 4.2].map((hours) => ({
      ...alert(hours),
      lastEventAt: new Date(night - hours * HOUR_MS),
    }));
    const { alerts, events } = workAlerts(late, officer, night);
    expect(alerts.map(({ acknowledgedAt }) => acknowledgedAt)).toContain(null);
    expect(events.every(({ at }) => at < night)).toBe(true);
    expect(alerts.every(({ raisedAt }) => raisedAt < night && raisedAt > night - DAY_MS)).toBe(
      true,
    );
  });
});
