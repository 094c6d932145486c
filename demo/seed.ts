import { randomUUID } from "node:crypto";
import { hashPassword } from "#lib/identity/credentials/password";
import { UtcClient } from "#lib/platform/connection";
import { type Sql, sqlOfClient } from "#lib/platform/db";
import { PLATFORM_TENANT_ID } from "#lib/platform/tenants";
import { storeAlerts } from "./alerts/store.ts";
import { storeUptime } from "./facts/store.ts";
import { type DemoTenant, generateTenant, generateUptime } from "./generate.ts";
import { makePassphrase } from "./passphrase.ts";
import type { Part } from "./plan.ts";
import { harbor } from "./plans/harbor.ts";
import { northwind } from "./plans/northwind.ts";
import { storeTenant } from "./store.ts";

/** A demo account as a newcomer is told of it; the password exists nowhere else. */
export type DemoLogin = { role: string; name: string; email: string; password: string };

export type SeedOptions = {
  /** A direct connection of the owner role to a migrated database. */
  ownerUrl: string;
  now: Date;
  /** Called with one line about each step that is done. */
  report: (line: string) => void;
};

/** The tables in which many rows appear at once. */
const filled = `audit_events, users, sessions, rule_matches, user_activity, request_metrics,
  cache_metrics, uptime_checks`;

/** Any number that only this takes: two seedings at once would make two demos. */
const ADVISORY_LOCK = 7_283_164_903;

/**
 * Loads the demo tenants, all or nothing: in one transaction, so that a kill leaves no tenant whose
 * passwords nobody has been told.
 * @returns the log-ins, or null when the demo was there already and nothing was changed.
 */
export async function seedDemoTenants(options: SeedOptions): Promise<DemoLogin[] | null> {
  const client = new UtcClient({
    connectionString: options.ownerUrl,
    application_name: "gatehouse-seed",
  });
  await client.connect();
  try {
    await client.query("BEGIN");
    const logins = await seed(sqlOfClient(client), options);
    await client.query("COMMIT");
    // The first searches must not be planned as if the tables were empty.
    if (logins) await client.query(`ANALYZE ${filled}`);
    return logins;
  } finally {
    // Ending the connection rolls back what was not committed.
    await client.end();
  }
}

async function seed(sql: Sql, { now, report }: SeedOptions): Promise<DemoLogin[] | null> {
  await sql("SELECT pg_advisory_xact_lock($1)", [ADVISORY_LOCK]);
  const present = await sql("SELECT 1 FROM tenants WHERE slug = ANY ($1)", [
    [northwind.slug, harbor.slug],
  ]);
  if (present.length > 0) return null;
  await sql(
    `INSERT INTO tenants (id, slug, name, kind) VALUES ($1, 'platform', 'Gatehouse', 'platform')
     ON CONFLICT (id) DO NOTHING`,
    [PLATFORM_TENANT_ID],
  );
  const logins: DemoLogin[] = [];
  for (const [plan, parts] of [
    [northwind, ["admin", "officer", "executive"]],
    [harbor, ["admin"]],
  ] as const) {
    const tenant = generateTenant(plan, now.getTime());
    const { accounts, hashes } = await makeAccounts(tenant, parts);
    await storeTenant(sql, tenant, hashes);
    const alerts = await storeAlerts(sql, tenant, now.getTime());
    const own = plan === northwind;
    logins.push(...accounts.map((login) => (own ? login : ofOtherTenant(login, tenant))));
    const { users, events } = tenant;
    const counts = `${users.length} people, ${events.length.toLocaleString("en")} events`;
    report(`${tenant.name}: ${counts}, ${alerts} alerts`);
  }
  await storeUptime(sql, generateUptime(now.getTime()));
  return logins;
}

/** The first tenant is the demo; of any other the log-in must say where it leads. */
function ofOtherTenant(login: DemoLogin, tenant: DemoTenant): DemoLogin {
  return { ...login, role: `${login.role} of ${tenant.name}` };
}

async function makeAccounts(tenant: DemoTenant, parts: readonly Part[]) {
  const accounts: DemoLogin[] = [];
  // Whoever has logged in has a password. The demo's other people have one that nobody knows.
  const unknown = await hashPassword(randomUUID());
  const hashes = new Map(tenant.sessions.map(({ userId }) => [userId, unknown]));
  for (const part of parts) {
    const person = tenant.cast[part];
    const role = person?.roles[0];
    if (!person || !role) throw new Error(`${tenant.name} has no ${part} with a role`);
    const password = makePassphrase();
    hashes.set(person.id, await hashPassword(password));
    accounts.push({
      role: role.name,
      name: person.name,
      email: person.email,
      password,
    });
  }
  return { accounts, hashes };
}
