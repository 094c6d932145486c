import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { prepareDatabase } from "../../scripts/embedded/database.ts";
import { closeDatabase } from "../platform/db.ts";
import { closeRedis } from "../platform/redis.ts";

/** The migrated database that global-setup.ts made once; every test file gets a copy. */
export const TEMPLATE_DATABASE = "gatehouse_template";

/** @throws when the tests were not started through `npm test`, which starts the services. */
export function testService(name: "TEST_SUPERUSER_URL" | "TEST_REDIS_URL"): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is missing: run the tests with npm test -- --only unit`);
  return url;
}

/**
 * Gives the test file a database of its own, set as the process's configuration, and removes it
 * afterwards. Call it once at the top of a `*.db.test.ts`.
 * @returns the owner's address after `beforeAll`, for what only the owner may do.
 */
export function setUpTestDatabase(): { ownerUrl: () => string } {
  const database = `test_${randomBytes(6).toString("hex")}`;
  let ownerUrl = "";
  beforeAll(async () => {
    const superuserUrl = testService("TEST_SUPERUSER_URL");
    await asSuperuser(`CREATE DATABASE ${database} TEMPLATE ${TEMPLATE_DATABASE}`);
    const urls = await prepareDatabase({ superuserUrl, database });
    ownerUrl = urls.ownerUrl;
    Object.assign(process.env, testEnvironment(urls));
  });
  afterAll(async () => {
    await closeDatabase();
    closeRedis();
    await asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`);
  });
  return { ownerUrl: () => ownerUrl };
}

type Urls = Awaited<ReturnType<typeof prepareDatabase>>;

/** The configuration of a process that works on a test database. */
export function testEnvironment(urls: Urls): Record<string, string> {
  return {
    PUBLIC_URL: "http://127.0.0.1:3000",
    DATABASE_URL: urls.appUrl,
    DATABASE_SEARCH_URL: urls.searchUrl,
    DATABASE_DIRECT_URL: urls.workerUrl,
    REDIS_URL: testService("TEST_REDIS_URL"),
    AUTH_SECRET: "a secret of the tests, at least 32 characters",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  };
}

/** Runs one statement as the superuser of the test server. */
export async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testService("TEST_SUPERUSER_URL") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
