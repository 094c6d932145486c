import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "../lib/platform/db.ts";
import { closeRedis } from "../lib/platform/redis.ts";
import { prepareDatabase } from "../local/embedded/database.ts";
import { asSuperuser, TEMPLATE_DATABASE, testEnvironment, testService } from "./services.ts";

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
