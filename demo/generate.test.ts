import { describe, expect, test } from "vitest";
import { ADDRESS_ATTEMPTS, PAIR_ATTEMPTS } from "#lib/identity/credentials/limits";
import { DAY_MS, MINUTE_MS } from "./calendar.ts";
import { type DemoEvent, eventRowOf } from "./event.ts";
import { DEMO_DAYS, type DemoTenant, generateTenant } from "./generate.ts";
import { attackAddresses, oddExportAddress } from "./locations.ts";
import { harbor } from "./plans/harbor.ts";
import { northwind } from "./plans/northwind.ts";
import { ATTACK_FAILURES } from "./scenes/brute-force.ts";

const HOUR_MS = 60 * MINUTE_MS;
const LIMIT_WINDOW_MS = 15 * MINUTE_MS;

/** A Sunday evening, a working day, a holiday, a leap day, and the first moment of a year. */
const moments = [
  "2026-11-22T20:41:40Z",
  "2026-06-10T14:05:00Z",
  "2026-07-04T23:59:59Z",
  "2028-02-29T09:30:00Z",
  "2027-01-01T00:00:00Z",
].map((text) => Date.parse(text));

const cases = moments.flatMap((now) =>
  [northwind, harbor].map((plan) => ({
    title: `${plan.slug} at ${new Date(now).toISOString()}`,
    now,
    plan,
    tenant: generateTenant(plan, now),
  })),
);
const ofNorthwind = cases.filter(({ plan }) => plan === northwind);

const withAction = ({ events }: DemoTenant, action: string) =>
  events.filter(({ deed }) => deed.action === action);

/** The most events with the same key within any window of that length. */
function densest(events: readonly DemoEvent[], keyOf: (event: DemoEvent) => string): number {
  const times = new Map<string, number[]>();
  for (const event of events) {
    const own = times.get(keyOf(event)) ?? [];
    times.set(keyOf(event), [...own, event.at]);
  }
  const counts = [...times.values()].flatMap((own) =>
    own.map((at, i) => own.slice(i).filter((other) => other < at + LIMIT_WINDOW_MS).length),
  );
  return Math.max(...counts);
}

describe("determinism", () => {
  test("the same moment gives the same data", () => {
    for (const { plan, now, tenant } of cases.slice(0, 2)) {
      // As text, which is compared a hundred times faster than 23,000 objects.
      expect(JSON.stringify(generateTenant(plan, now)) === JSON.stringify(tenant)).toBe(true);
    }
  });

  test("later on the same day, what was long past is the same", () => {
    const now = Date.parse("2026-06-10T14:05:00Z");
    const settled = ({ events }: DemoTenant) =>
      JSON.stringify(events.filter(({ at }) => at < now - 6 * HOUR_MS));
    const earlier = generateTenant(northwind, now);
    const later = generateTenant(northwind, now + 5 * HOUR_MS);
    expect(settled(later) === settled(earlier)).toBe(true);
    expect(later.users).toEqual(earlier.users);
    expect(later.events.length).toBeGreaterThan(earlier.events.length);
  });

  test("the tenants have nothing in common", () => {
    const [one, other] = [generateTenant(northwind, moments[0] ?? 0), cases[1]?.tenant];
    const ids = new Set([
      one.id,
      ...one.users.map(({ id }) => id),
      ...one.events.map(({ id }) => id),
    ]);
    expect(other?.events.length).toBeGreaterThan(0);
    expect(other?.events.some(({ id, actor }) => ids.has(id) || ids.has(actor.id))).toBe(false);
    expect(other?.users.some(({ id }) => ids.has(id))).toBe(false);
  });
});

describe.each(cases)("$title", ({ now, plan, tenant }) => {
  const people = new Map(tenant.users.map((user) => [user.id, user]));

  test("has as many people and events as a company of its size", () => {
    const headcount = Object.values(plan.headcount).reduce((sum, count) => sum + count, 0);
    expect(tenant.users).toHaveLength(headcount);
    const [least, most] = plan === northwind ? [18_000, 26_000] : [1_200, 2_000];
    expect(tenant.events.length).toBeGreaterThan(least);
    expect(tenant.events.length).toBeLessThan(most);
  });

  test("nothing happens in the future, or before the days that are shown", () => {
    expect(tenant.events.every(({ at }) => at < now && at > now - DEMO_DAYS * DAY_MS)).toBe(true);
    expect(tenant.events.every(({ at }, i) => at >= (tenant.events[i - 1]?.at ?? 0))).toBe(true);
    for (const { createdAt, lastSeenAt, revokedAt } of tenant.sessions) {
      expect(Math.max(createdAt, lastSeenAt, revokedAt ?? 0)).toBeLessThan(now);
    }
    for (const key of tenant.apiKeys) {
      expect(key.createdAt).toBeLessThan(now);
      expect(key.lastUsedAt).toBeLessThan(now);
    }
    expect(tenant.users.every((user) => user.createdAt > tenant.createdAt - 1)).toBe(true);
  });

  test("every actor exists, and nobody works before joining or after leaving", () => {
    const keys = new Set(tenant.apiKeys.map(({ id }) => id));
    const isPossible = ({ actor, at, deed }: DemoEvent): boolean => {
      if (actor.type === "system") return true;
      if (actor.type === "api_key") return keys.has(actor.id);
      const user = people.get(actor.id);
      if (!user || user.name !== actor.name || at < user.createdAt) return false;
      const left = user.lastDay !== null && at > (user.lastDay + 2) * DAY_MS;
      return !left || deed.action === "session.create_failed";
    };
    expect(tenant.events.filter((event) => !isPossible(event))).toEqual([]);
  });

  test("ids and addresses are unique", () => {
    expect(new Set(tenant.events.map(({ id }) => id)).size).toBe(tenant.events.length);
    expect(new Set(tenant.users.map(({ email }) => email)).size).toBe(tenant.users.length);
    expect(new Set(tenant.sessions.map(({ id }) => id)).size).toBe(tenant.sessions.length);
    expect(tenant.users.every(({ email }) => email.endsWith(`@${plan.domain}`))).toBe(true);
  });

  test("weekends and nights are quieter than working hours", () => {
    const counts = new Map<string, number>();
    for (const { at, deed } of tenant.events) {
      if (deed.action === "session.create_failed") continue;
      const date = new Date(at).toISOString().slice(0, 10);
      counts.set(date, (counts.get(date) ?? 0) + 1);
    }
    const whole = [...counts].filter(([date]) => Date.parse(date) < now - DAY_MS);
    const onWeekday = (from: number, to: number) =>
      whole
        .filter(([date]) => from <= new Date(date).getUTCDay() && new Date(date).getUTCDay() <= to)
        .map(([, count]) => count)
        .sort((a, b) => a - b);
    const working = onWeekday(2, 4);
    const median = working[Math.floor(working.length / 2)] ?? 0;
    const sundays = onWeekday(0, 0);
    // The first of a month has its invoice run, whatever the day.
    expect(median).toBeGreaterThan(4 * (sundays[Math.floor(sundays.length / 2)] ?? 0));
  });

  test("at least six sessions are live, on several devices, or as many as a small company has", () => {
    const live = tenant.sessions.filter((row) => row.revokedAt === null && row.expiresAt > now);
    expect(live.length).toBeGreaterThanOrEqual(plan === northwind ? 6 : 2);
    expect(new Set(live.map(({ userAgent }) => userAgent)).size).toBeGreaterThanOrEqual(2);
    expect(live.every(({ userId }) => people.get(userId)?.status === "active")).toBe(true);
    expect(tenant.sessions.length).toBeGreaterThan(live.length);
  });

  test("the log-in of this portal would have let every attempt through", () => {
    const attempts = tenant.events.filter(({ deed }) => deed.action === "session.create_failed");
    const accountOf = ({ deed }: DemoEvent) => deed.target?.id ?? "";
    expect(densest(attempts, accountOf)).toBeLessThanOrEqual(PAIR_ATTEMPTS);
    expect(densest(attempts, ({ ip }) => ip ?? "")).toBeLessThanOrEqual(ADDRESS_ATTEMPTS);
  });
});

describe.each(ofNorthwind)("the scenes of $title", ({ now, tenant }) => {
  test("a brute-force attack of twenty minutes ends in a success and strange reading", () => {
    const attack = tenant.events.filter(({ ip }) => attackAddresses.some((own) => own === ip));
    const failures = attack.filter(({ deed }) => deed.action === "session.create_failed");
    expect(failures).toHaveLength(ATTACK_FAILURES);
    const [first, last] = [failures[0]?.at ?? 0, failures.at(-1)?.at ?? 0];
    expect(last - first).toBeGreaterThan(15 * MINUTE_MS);
    expect(last - first).toBeLessThan(25 * MINUTE_MS);
    expect(now - first).toBeGreaterThan(17 * DAY_MS);
    expect(now - first).toBeLessThan(26 * DAY_MS);
    const successes = attack.filter(({ deed }) => deed.action === "session.created");
    expect(successes).toHaveLength(1);
    expect(successes[0]?.actor.id).toBe(tenant.cast.victim?.id);
    const inside = attack.filter(({ sessionId }) => sessionId !== null);
    expect(inside.length).toBeGreaterThan(50);
    const revoked = withAction(tenant, "session.revoked");
    expect(revoked[0]?.deed.target?.id).toBe(successes[0]?.sessionId);
  });

  test("somebody under notice exports everything on a Sunday night from a new address", () => {
    const night = tenant.events.filter(({ ip }) => ip === oddExportAddress);
    const [exported] = night.filter(({ deed }) => deed.action === "export.created");
    expect(exported?.actor.id).toBe(tenant.cast.notice?.id);
    const local = new Date(exported?.at ?? 0).toLocaleString("en-US", {
      timeZone: "America/New_York",
      weekday: "long",
      hour: "numeric",
      minute: "2-digit",
    });
    expect(local).toMatch(/^Sunday.* 2:40.AM$/);
    const [notice] = withAction(tenant, "notice.recorded");
    expect(notice?.at).toBeLessThan(exported?.at ?? 0);
    expect(notice?.deed.target?.id).toBe(tenant.cast.notice?.id);
  });

  test("one API key is used, one ran out, one was revoked", () => {
    const states = tenant.apiKeys.map(({ expiresAt, revokedAt }) => {
      if (revokedAt !== null) return "revoked";
      return expiresAt !== null && expiresAt < now ? "expired" : "live";
    });
    expect(states.sort()).toEqual(["expired", "live", "revoked"]);
    expect(withAction(tenant, "api_key.rejected").length).toBeGreaterThan(5);
    expect(withAction(tenant, "api_key.created")).toHaveLength(2);
    expect(withAction(tenant, "api_key.revoked")).toHaveLength(1);
  });
});

test("rows are indexed under the same words as the events of the portal", () => {
  const { events } = generateTenant(harbor, moments[0] ?? 0);
  const [updated] = events.filter(({ deed }) => deed.action === "customer.updated");
  if (!updated) throw new Error("no customer was updated");
  const row = eventRowOf(updated);
  expect(row.category).toBe("external");
  const words = row.search.split(" ");
  expect(words).toContain("customer");
  expect(words).toContain("crm");
  // Values of the details are words; their keys are not.
  expect(words).not.toContain("before");
  expect(new Set(words).size).toBe(words.length);
});
