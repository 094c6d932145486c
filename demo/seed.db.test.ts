import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { kpiEntries } from "#lib/business/kpis/registry";
import { factsOf } from "#lib/business/kpis/snapshot";
import { verifyPassword } from "#lib/identity/credentials/password";
import { withTenantSnapshot } from "#lib/platform/db";
import { setUpTestDatabase } from "#testing/database";
import { DAY_MS } from "./calendar.ts";
import { FACT_HOURS } from "./facts/slots.ts";
import { DEMO_DAYS, generateTenant } from "./generate.ts";
import { attackAddresses, sprayingAddress } from "./locations.ts";
import { harbor } from "./plans/harbor.ts";
import { northwind } from "./plans/northwind.ts";
import { type DemoLogin, seedDemoTenants } from "./seed.ts";

const database = setUpTestDatabase();

/** A moment of another day than any real one, so that nothing depends on the clock. */
const now = new Date("2026-06-10T14:05:00Z");
const silent = () => undefined;

async function query<Row>(text: string, parameters: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl() });
  await client.connect();
  try {
    return (await client.query(text, parameters)).rows as Row[];
  } finally {
    await client.end();
  }
}

const seed = (report: (line: string) => void = silent) =>
  seedDemoTenants({ ownerUrl: database.ownerUrl(), now, report });

describe("seedDemoTenants", () => {
  let logins: DemoLogin[] = [];
  let leftByInterruption: unknown[] = [];
  let results: (DemoLogin[] | null)[] = [];

  // Seeding takes seconds: one that is interrupted, then two at once, and all tests look at these.
  beforeAll(async () => {
    const interrupted = seed(() => {
      throw new Error("interrupted");
    });
    await expect(interrupted).rejects.toThrow("interrupted");
    leftByInterruption = await query("SELECT id FROM tenants");
    results = await Promise.all([seed(), seed()]);
    logins = results.find((made) => made !== null) ?? [];
  });

  test("leaves nothing behind when it is interrupted", () => {
    expect(leftByInterruption).toEqual([]);
  });

  test("gives a password to everybody who has logged in", async () => {
    const strangers = await query(
      `SELECT u.email FROM users u WHERE u.password_hash IS NULL AND EXISTS (
         SELECT FROM sessions s WHERE s.tenant_id = u.tenant_id AND s.user_id = u.id)`,
    );
    expect(strangers).toEqual([]);
  });

  test("makes one demo when it runs twice at once", async () => {
    expect(results.filter((made) => made === null)).toHaveLength(1);
    const tenants = await query<{ slug: string }>("SELECT slug FROM tenants ORDER BY slug");
    expect(tenants.map(({ slug }) => slug)).toEqual(["harbor", "northwind", "platform"]);
  });

  test("changes nothing when the demo is there", async () => {
    const before = await query("SELECT count(*) FROM audit_events");
    expect(await seed()).toBeNull();
    expect(await query("SELECT count(*) FROM audit_events")).toEqual(before);
  });

  test("makes log-ins that work, and tells nobody else's password", async () => {
    expect(logins.map(({ role }) => role)).toEqual([
      "Tenant admin",
      "Security officer",
      "Executive",
      "Tenant admin of Harbor Analytics",
    ]);
    const users = await query<{ email: string; password_hash: string }>(
      "SELECT email, password_hash FROM users WHERE password_hash IS NOT NULL",
    );
    const told = new Set(logins.map(({ email }) => email));
    const others = new Set(
      users.filter(({ email }) => !told.has(email)).map((user) => user.password_hash),
    );
    for (const { email, password } of logins) {
      const stored = users.find((user) => user.email === email)?.password_hash ?? null;
      expect(await verifyPassword(stored, password)).toBe(true);
      for (const hash of others) expect(await verifyPassword(hash, password)).toBe(false);
    }
  });

  test("stores what was generated", async () => {
    const events = await query<{ slug: string; count: number; oldest: Date; newest: Date }>(
      `SELECT slug, count(*)::int AS count, min(occurred_at) AS oldest, max(occurred_at) AS newest
       FROM audit_events e JOIN tenants t ON t.id = e.tenant_id GROUP BY slug ORDER BY slug`,
    );
    expect(events.map(({ slug }) => slug)).toEqual(["harbor", "northwind"]);
    const stored = await query<{ event_id: string }>("SELECT event_id FROM audit_events");
    const known = new Set(stored.map((row) => row.event_id));
    const generated = [northwind, harbor].flatMap(
      (plan) => generateTenant(plan, now.getTime()).events,
    );
    expect(generated.filter(({ id }) => !known.has(id))).toEqual([]);
    for (const { oldest, newest } of events) {
      expect(newest.getTime()).toBeLessThan(now.getTime());
      expect(oldest.getTime()).toBeGreaterThan(now.getTime() - DEMO_DAYS * DAY_MS);
    }
    const [live] = await query<{ count: number }>(
      "SELECT count(*)::int AS count FROM sessions WHERE revoked_at IS NULL AND expires_at > $1",
      [now],
    );
    expect(live?.count).toBeGreaterThanOrEqual(8);
  });

  test("indexes the words of the events", async () => {
    const found = await query<{ action: string }>(
      "SELECT action FROM audit_events WHERE search @@ $1::tsquery ORDER BY occurred_at",
      ["'colin':* & 'contacts':*"],
    );
    expect(found.map(({ action }) => action)).toEqual(["export.created", "export.downloaded"]);
  });

  test("gives people the roles that the company made", async () => {
    const roles = await query<{ slug: string; name: string; permissions: string[] }>(
      `SELECT slug, r.name, array_agg(DISTINCT permission ORDER BY permission) AS permissions
       FROM roles r JOIN tenants t ON t.id = r.tenant_id
       JOIN role_permissions p ON p.tenant_id = r.tenant_id AND p.role_id = r.id
       JOIN role_assignments a ON a.tenant_id = r.tenant_id AND a.role = r.id
       WHERE NOT built_in GROUP BY slug, r.name ORDER BY slug, r.name`,
    );
    const planned = [harbor, northwind].flatMap(({ slug, ownRoles }) =>
      ownRoles.map(({ name, permissions }) => ({
        slug,
        name,
        permissions: [...permissions].sort(),
      })),
    );
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(roles.sort(byName)).toEqual(planned.sort(byName));
  });

  test("gives everybody what their groups give, since the company began", async () => {
    const groups = await query<{ name: string; members: number; active: number }>(
      `SELECT g.name, count(m.user_id)::int AS members,
         (SELECT count(*)::int FROM users u WHERE u.tenant_id = g.tenant_id) AS active
       FROM groups g JOIN group_members m ON m.tenant_id = g.tenant_id AND m.group_id = g.id
       GROUP BY g.tenant_id, g.id`,
    );
    for (const { members, active } of groups.filter(({ name }) => name === "Everybody")) {
      expect(members).toBe(active);
    }
    expect(groups.length).toBeGreaterThan(10);
    const [late] = await query<{ count: number }>(
      `SELECT count(*)::int AS count FROM access_history h JOIN tenants t ON t.id = h.tenant_id
       WHERE t.kind = 'customer' AND h.valid_from > now() - interval '1 hour'`,
    );
    expect(late).toEqual({ count: 0 });
  });

  test("has people use some of what they may do, as far back as the demo goes", async () => {
    const [uses] = await query<{ people: number; permissions: number; first: Date; last: Date }>(
      `SELECT count(DISTINCT user_id)::int AS people, count(DISTINCT permission)::int AS permissions,
         min(last_at) AS first, max(last_at) AS last FROM permission_uses`,
    );
    expect(uses?.people).toBeGreaterThan(20);
    expect(uses?.permissions).toBeGreaterThan(20);
    expect(uses?.first.getTime()).toBeGreaterThan(now.getTime() - (DEMO_DAYS + 1) * DAY_MS);
    expect(uses?.last.getTime()).toBeLessThanOrEqual(now.getTime());
  });

  test("has a review under way, decided in part", async () => {
    const [review] = await query<{ lines: number; kept: number; own: number }>(
      `SELECT count(*)::int AS lines, count(*) FILTER (WHERE decision = 'keep')::int AS kept,
         count(*) FILTER (WHERE user_id = reviewer_id)::int AS own
       FROM review_lines l JOIN reviews r ON r.tenant_id = l.tenant_id AND r.id = l.review_id
       JOIN tenants t ON t.id = r.tenant_id
       WHERE t.slug = 'northwind' AND r.state = 'running' AND r.deadline > now()`,
    );
    expect(review?.lines).toBeGreaterThan(4);
    expect(review?.kept).toBeGreaterThan(0);
    expect(review?.kept).toBeLessThan(review?.lines ?? 0);
    expect(review?.own).toBe(0);
  });

  test("has detection find the attacks, and people work on the alerts", async () => {
    const alerts = await query<{ state: string; verdict: string | null; group_value: string }>(
      "SELECT state, verdict, group_value FROM alerts ORDER BY created_at",
    );
    const open = alerts.filter(({ state }) => state === "open");
    expect(open.map((alert) => alert.group_value)).toEqual([
      "ingrid.castellanos@northwind.example",
    ]);
    const taken = alerts.filter(({ state }) => state === "acknowledged");
    expect(taken.map((alert) => alert.group_value)).toEqual([sprayingAddress]);
    const attack = alerts.filter(({ verdict }) => verdict === "true_positive");
    expect(attack.map((alert) => alert.group_value)).toEqual(
      expect.arrayContaining([...attackAddresses, "dana.whitfield@northwind.example"]),
    );
    expect(alerts.length).toBeLessThan(12);
    expect(await query("SELECT 1 FROM audit_arrivals")).toEqual([]);
  });

  test("lets the history of an alert agree with its state and with the audit log", async () => {
    const steps = await query<{ action: string; wrong: number; steps: number }>(
      `SELECT c.change AS action, count(*)::int AS steps,
         count(*) FILTER (WHERE e.occurred_at IS DISTINCT FROM c.changed_at
           OR a.created_at > c.changed_at OR a.last_event_at > a.created_at
           OR c.changed_at >= $1)::int AS wrong
       FROM alert_changes c JOIN alerts a ON a.tenant_id = c.tenant_id AND a.id = c.alert_id
       LEFT JOIN audit_events e ON e.tenant_id = c.tenant_id AND e.target_id = a.id::text
         AND e.action = 'alert.' || c.change AND e.reason IS NOT DISTINCT FROM c.comment
       GROUP BY c.change ORDER BY c.change`,
      [now],
    );
    expect(steps.map(({ action, wrong }) => ({ action, wrong }))).toEqual(
      ["acknowledged", "raised", "resolved"].map((action) => ({ action, wrong: 0 })),
    );
    const [counts] = await query<{ alerts: number; resolved: number; taken: number }>(
      `SELECT count(*)::int AS alerts, count(resolved_at)::int AS resolved,
         count(acknowledged_at)::int AS taken FROM alerts`,
    );
    expect(steps.map((step) => step.steps)).toEqual([
      counts?.taken,
      counts?.alerts,
      counts?.resolved,
    ]);
  });

  test("has rows behind every figure of both companies", async () => {
    const tenants = await query<{ id: string; slug: string }>(
      "SELECT id, slug FROM tenants WHERE kind = 'customer'",
    );
    const empty: string[] = [];
    const unknown: string[] = [];
    for (const { id, slug } of tenants) {
      await withTenantSnapshot(id, async (sql) => {
        const facts = factsOf(sql, id, now.getTime());
        for (const [name, kpi] of kpiEntries) {
          const { value, previous } = await kpi.query(facts(kpi));
          if (value === null || previous === null) unknown.push(`${slug} ${name}`);
          const { rows } = await kpi.receipt(facts(kpi));
          if (rows.length === 0) empty.push(`${slug} ${name}`);
        }
      });
    }
    expect(tenants).toHaveLength(2);
    expect(unknown).toEqual([]);
    // Nobody attacks the small company.
    expect(empty).toEqual(["harbor open_alerts"]);
  });

  test("checks the installation once for all tenants", async () => {
    const [checks] = await query<{ all: number; down: number; newest: Date }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE NOT ok)::int AS down,
         max(minute) AS newest FROM uptime_checks`,
    );
    expect(checks).toMatchObject({ all: FACT_HOURS * 60, down: 3 });
    expect(checks?.newest.getTime()).toBeLessThan(now.getTime());
  });
});
