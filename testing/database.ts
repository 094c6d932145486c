import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import { closeDatabase } from "../lib/platform/db.ts";
import { closeRedis } from "../lib/platform/redis.ts";
import { prepareDatabase } from "../local/embedded/database.ts";
import { ROLES } from "../local/embedded/urls.ts";
import { asSuperuser, TEMPLATE_DATABASE, testEnvironment, testService } from "./services.ts";

/** West and east of UTC, both with summer time, one half an hour off. */
export const oddTimeZones = ["America/St_Johns", "Pacific/Auckland"] as const;

/**
 * Makes a time zone the default of a database, and of each role in it, which outranks what the role
 * has elsewhere: as on a server that was set up where it stands.
 */
export function setTimeZone(database: string, zone: string): Promise<void> {
  const inDatabase = ROLES.map((role) => `ALTER ROLE ${role} IN DATABASE ${database}`);
  const settings = [`ALTER DATABASE ${database}`, ...inDatabase];
  return asSuperuser(settings.map((setting) => `${setting} SET timezone TO '${zone}'`).join(";"));
}

/** Every test of the database is one of its time zone as well: half of the files run in each. */
function timeZoneOfFile(): string {
  const path = expect.getState().testPath ?? "";
  return oddTimeZones[path.length % 2 === 0 ? 0 : 1];
}

/**
 * Gives the test file a database of its own, set as the process's configuration, and removes it
 * afterwards. Call it once at the top of a `*.db.test.ts`.
 * @returns the owner's address after `beforeAll`, for what only the owner may do, and its name.
 */
export function setUpTestDatabase(): { ownerUrl: () => string; name: string } {
  const database = `test_${randomBytes(6).toString("hex")}`;
  let ownerUrl = "";
  beforeAll(async () => {
    const superuserUrl = testService("TEST_SUPERUSER_URL");
    await asSuperuser(`CREATE DATABASE ${database} TEMPLATE ${TEMPLATE_DATABASE}`);
    const urls = await prepareDatabase({ superuserUrl, database });
    ownerUrl = urls.ownerUrl;
    await setTimeZone(database, timeZoneOfFile());
    Object.assign(process.env, testEnvironment(urls));
  });
  afterAll(async () => {
    await closeDatabase();
    closeRedis();
    await asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`);
  });
  return { ownerUrl: () => ownerUrl, name: database };
}
