import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyPassword } from "#lib/access/password";
import { setUpTestDatabase } from "#lib/testing/database";
import { DAY_MS } from "./calendar.ts";
import { DEMO_DAYS, generateTenant } from "./generate.ts";
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

  test("makes log-ins that work, and nobody else's password", async () => {
    expect(logins.map(({ role }) => role)).toEqual([
      "Tenant admin",
      "Security officer",
      "Executive",
      "Tenant admin of Harbor Analytics",
    ]);
    const users = await query<{ email: string; password_hash: string }>(
      "SELECT email, password_hash FROM users WHERE password_hash IS NOT NULL",
    );
    expect(users.map(({ email }) => email).sort()).toEqual(logins.map(({ email }) => email).sort());
    for (const { email, password } of logins) {
      const stored = users.find((user) => user.email === email)?.password_hash ?? null;
      expect(await verifyPassword(stored, password)).toBe(true);
    }
  });

  test("stores what was generated", async () => {
    const events = await query<{ slug: string; count: number; oldest: Date; newest: Date }>(
      `SELECT slug, count(*)::int AS count, min(occurred_at) AS oldest, max(occurred_at) AS newest
       FROM audit_events e JOIN tenants t ON t.id = e.tenant_id GROUP BY slug ORDER BY slug`,
    );
    expect(events.map(({ slug }) => slug)).toEqual(["harbor", "northwind"]);
    expect(events[1]?.count).toBe(generateTenant(northwind, now.getTime()).events.length);
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
});
