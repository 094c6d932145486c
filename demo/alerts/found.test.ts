import { describe, expect, test } from "vitest";
import { findBursts } from "#lib/security/detection/bursts";
import { failedLogIns } from "#lib/security/rules/failed-log-ins";
import { normalize } from "#lib/security/rules/normalized-event";
import { DAY_MS, MINUTE_MS } from "../calendar.ts";
import { type DemoTenant, generateTenant } from "../generate.ts";
import { attackAddresses, guessingAddress, sprayingAddress } from "../locations.ts";
import { harbor } from "../plans/harbor.ts";
import { northwind } from "../plans/northwind.ts";
import { GUESSES } from "../scenes/password-guessing.ts";
import { SPRAYED_ACCOUNTS } from "../scenes/password-spraying.ts";
import { arrivedEvent } from "./evaluate.ts";

const HOUR_MS = 60 * MINUTE_MS;
const moments = ["2026-11-22T20:41:40Z", "2026-06-10T14:05:00Z", "2027-01-01T00:00:00Z"].map(
  (text) => Date.parse(text),
);

const cases = moments.flatMap((now) =>
  [northwind, harbor].map((plan) => ({
    title: `${plan.slug} at ${new Date(now).toISOString()}`,
    now,
    plan,
    tenant: generateTenant(plan, now),
  })),
);

/** What detection will raise alerts about, as group and number of events. */
function alertsOf(tenant: DemoTenant): { group: string; events: number }[] {
  const selected = tenant.events
    .filter(({ deed }) => deed.outcome)
    .map((event) => normalize(arrivedEvent(event.id, event)))
    .filter(failedLogIns.selects);
  return failedLogIns.correlations.flatMap((correlation) => {
    const matches = selected.map((event) => ({
      occurredAt: event.occurredAt,
      group: correlation.groupOf(event)?.label ?? "",
      counted: correlation.countedOf?.(event) ?? null,
    }));
    return [...Map.groupBy(matches, ({ group }) => group)].flatMap(([group, own]) =>
      findBursts(own, correlation).map((burst) => ({ group, events: burst.length })),
    );
  });
}

describe.each(cases)("what detection finds in $title", ({ now, plan, tenant }) => {
  test("log-ins fail now and then, so few that nobody takes it for an attack", () => {
    const failed = tenant.events.filter(({ deed }) => deed.action === "session.create_failed");
    const since = (hours: number) => failed.filter(({ at }) => at > now - hours * HOUR_MS).length;
    expect(since(24)).toBeGreaterThanOrEqual(2);
    expect(since(48)).toBeGreaterThan(since(24));
    expect(since(48)).toBeLessThan(60);
    // One for each address of the attack, one for its victim, and one for each of two scenes.
    const expected = plan === northwind ? attackAddresses.length + 3 : 0;
    expect(alertsOf(tenant).length).toBeGreaterThanOrEqual(expected);
    expect(alertsOf(tenant).length).toBeLessThanOrEqual(expected + 2);
  });
});

describe.each(cases.filter(({ plan }) => plan === northwind))(
  "scenes of $title",
  ({ now, tenant }) => {
    test("somebody guesses a password a few hours ago, and sprays one three days ago", () => {
      const from = (address: string) => tenant.events.filter(({ ip }) => ip === address);
      const guesses = from(guessingAddress);
      expect(guesses).toHaveLength(GUESSES);
      expect(new Set(guesses.map(({ actor }) => actor.id)).size).toBe(1);
      expect(guesses.every(({ at }) => at > now - 4 * HOUR_MS)).toBe(true);
      const sprayed = from(sprayingAddress);
      expect(new Set(sprayed.map(({ actor }) => actor.id)).size).toBe(SPRAYED_ACCOUNTS);
      expect(sprayed.every(({ at }) => Math.abs(now - at - 3 * DAY_MS) < DAY_MS)).toBe(true);
      const found = alertsOf(tenant);
      expect(found).toContainEqual({ group: tenant.cast.executive?.email, events: GUESSES });
      expect(found).toContainEqual({ group: sprayingAddress, events: SPRAYED_ACCOUNTS });
    });
  },
);
