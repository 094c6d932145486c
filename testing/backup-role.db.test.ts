import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inProject } from "../local/project.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";
import { asSuperuser, testService } from "./services.ts";

const { ownerUrl, name } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const script = readFileSync(inProject("docs", "operations", "backup-role.sql"), "utf8");
const password = "a password of the tests";

/** Runs `work` on a connection to the test database. */
async function connected<T>(
  url: string | URL,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: String(url) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlAs(user: string, secret: string): URL {
  const url = new URL(ownerUrl());
  return Object.assign(url, { username: user, password: secret });
}

function superuserUrl(): URL {
  const { username, password: secret } = new URL(testService("TEST_SUPERUSER_URL"));
  return urlAs(username, decodeURIComponent(secret));
}

beforeAll(async () => {
  for (let count = 0; count < 2; count++) await factory.createActor(await factory.createTenant());
  await connected(superuserUrl(), async (client) => {
    // It may be run again.
    for (let count = 0; count < 2; count++) await client.query(script);
    await client.query(`ALTER ROLE gatehouse_backup PASSWORD '${password}'`);
  });
});
afterAll(async () => {
  await connected(superuserUrl(), (client) => client.query("DROP OWNED BY gatehouse_backup"));
  await asSuperuser("DROP ROLE gatehouse_backup");
});

/** What a dump copies: each table that holds rows itself, in every schema but the server's own. */
const tables = `
  SELECT format('%I.%I', n.nspname, c.relname) AS "table"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 1`;

/** How many rows each table has for whoever asks, in the way that a dump asks. */
async function count(client: pg.Client): Promise<Record<string, number>> {
  await client.query("SET row_security TO off");
  const { rows } = await client.query<{ table: string }>(tables);
  const counts: Record<string, number> = {};
  for (const { table } of rows) {
    const counted = await client.query(`SELECT count(*)::int AS rows FROM ${table}`);
    counts[table] = counted.rows[0].rows;
  }
  return counts;
}

it("the backup role reads every row of every table, and can write none", async () => {
  const all = await connected(superuserUrl(), count);
  expect(Object.keys(all).length).toBeGreaterThan(50);
  expect(Object.keys(all)).toContain("graphile_worker._private_jobs");
  expect(all).toMatchObject({ "public.tenants": 2, "public.users": 2, "public.sessions": 2 });
  await connected(urlAs("gatehouse_backup", password), async (client) => {
    expect(await count(client)).toEqual(all);
    await client.query("SET default_transaction_read_only TO off");
    await expect(client.query("DELETE FROM users")).rejects.toThrow("permission denied");
  });
});

it("the owner is refused, as the document says", async () => {
  await connected(ownerUrl(), async (client) => {
    await client.query("SET row_security TO off");
    await expect(client.query("SELECT FROM users")).rejects.toThrow(
      "query would be affected by row-level security policy",
    );
  });
  expect(name).toMatch(/^test_/);
});
