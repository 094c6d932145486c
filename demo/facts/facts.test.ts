import { describe, expect, test } from "vitest";
import { SLOT_MS } from "#lib/business/facts/window";
import { MINUTE_MS } from "../calendar.ts";
import { generateTenant, generateUptime } from "../generate.ts";
import { harbor } from "../plans/harbor.ts";
import { northwind } from "../plans/northwind.ts";
import { FACT_HOURS, incidentBefore } from "./slots.ts";

const HOUR_MS = 60 * MINUTE_MS;
const moments = ["2026-11-22T20:41:40Z", "2026-06-10T14:05:00Z", "2027-01-01T00:00:00Z"].map(
  (text) => Date.parse(text),
);

const cases = moments.flatMap((now) =>
  [northwind, harbor].map((plan) => ({
    title: `${plan.slug} at ${new Date(now).toISOString()}`,
    now,
    tenant: generateTenant(plan, now),
  })),
);

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);

describe.each(cases)("the facts of $title", ({ now, tenant }) => {
  test("API calls agree with the events, and with their own latencies", () => {
    const { requests } = tenant;
    const begin = now - FACT_HOURS * HOUR_MS - SLOT_MS;
    const slots = requests.map(({ slot }) => slot);
    expect(slots.every((slot) => slot > begin && slot + SLOT_MS <= now)).toBe(true);
    expect(slots.every((slot) => slot % SLOT_MS === 0)).toBe(true);
    for (const { requests: calls, clientErrors, serverErrors, latency } of requests) {
      expect(sum(latency.map(([, count]) => count))).toBe(calls);
      expect(clientErrors + serverErrors).toBeLessThanOrEqual(calls);
    }
    const recordings = requests.filter(({ route }) => route === "POST /audit/events");
    const reported = tenant.events.filter(
      ({ at, deed }) =>
        deed.source !== "portal" &&
        at >= Math.min(...slots) &&
        at < Math.floor(now / SLOT_MS) * SLOT_MS,
    );
    expect(sum(recordings.map((fact) => fact.requests))).toBe(reported.length);
    const { from, to } = incidentBefore(now);
    const errors = (facts: typeof requests) => sum(facts.map((fact) => fact.serverErrors));
    const during = requests.filter(({ slot }) => slot >= from && slot < to);
    expect(errors(during)).toBeGreaterThan(2 * (errors(requests) - errors(during)));
  });

  test("the cache finds nine of ten answers, of every kind", () => {
    const kinds = Map.groupBy(tenant.caches, ({ kind }) => kind);
    expect(kinds.size).toBe(5);
    for (const facts of kinds.values()) {
      const hits = sum(facts.map((fact) => fact.hits));
      const rate = hits / (hits + sum(facts.map((fact) => fact.misses)));
      expect(rate).toBeGreaterThan(0.9);
      expect(rate).toBeLessThan(0.99);
    }
  });
});

describe("the checks of the installation", () => {
  test("are the same at the same moment", () => {
    const [now = 0] = moments;
    expect(generateUptime(now)).toEqual(generateUptime(now));
  });

  test("fail for three minutes of the incident", () => {
    for (const now of moments) {
      const checks = generateUptime(now);
      expect(checks).toHaveLength(FACT_HOURS * 60);
      expect(
        checks.every(({ minute }, i) => minute === (checks[0]?.minute ?? 0) + i * MINUTE_MS),
      ).toBe(true);
      expect(checks.at(-1)?.minute).toBeLessThan(now);
      const down = checks.filter(({ ok }) => !ok);
      expect(down).toHaveLength(3);
      const { from, to } = incidentBefore(now);
      expect(down.every(({ minute }) => minute >= from && minute < to)).toBe(true);
      expect(checks.every(({ ok, reason }) => ok === (reason === null))).toBe(true);
    }
  });
});
