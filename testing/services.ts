import pg from "pg";
import type { DatabaseUrls } from "../local/embedded/database.ts";

/** The migrated database that global-setup.ts made once; every test file gets a copy. */
export const TEMPLATE_DATABASE = "gatehouse_template";

/** @throws when the tests were not started through `npm test`, which starts the services. */
export function testService(name: "TEST_SUPERUSER_URL" | "TEST_REDIS_URL"): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is missing: run the tests with npm test -- --only unit`);
  return url;
}

/** The configuration of a process that works on a test database. */
export function testEnvironment(urls: DatabaseUrls): Record<string, string> {
  return {
    PUBLIC_URL: "http://127.0.0.1:3000",
    DATABASE_URL: urls.appUrl,
    DATABASE_SEARCH_URL: urls.searchUrl,
    DATABASE_DIRECT_URL: urls.workerUrl,
    REDIS_URL: testService("TEST_REDIS_URL"),
    METRICS_TOKEN: "a token of the tests",
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
