import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { prepareDatabase } from "../../local/embedded/database.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { asSuperuser, testService } from "../../testing/services.ts";
import { pool } from "../platform/db.ts";
import { env } from "../platform/env.ts";
import { readiness } from "./readiness.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const empty = `test_${randomBytes(6).toString("hex")}`;
let right: { DATABASE_URL: string; DATABASE_SEARCH_URL: string };

beforeAll(async () => {
  await factory.query("SELECT ensure_audit_partitions(2)");
  await prepareDatabase({ superuserUrl: testService("TEST_SUPERUSER_URL"), database: empty });
  const { DATABASE_URL, DATABASE_SEARCH_URL } = env();
  right = { DATABASE_URL, DATABASE_SEARCH_URL };
});
afterEach(() => configure(right));
afterAll(() => asSuperuser(`DROP DATABASE ${empty} WITH (FORCE)`));

/** Lets the process forget its pools, as if it had been started with these addresses. */
async function configure(urls: Partial<typeof right>): Promise<void> {
  for (const name of ["app", "search"] as const) {
    await pool(name).end();
    Reflect.deleteProperty(globalThis, Symbol.for(`gatehouse.pool.${name}`));
  }
  Object.assign(env(), urls);
}

function changed(url: string, change: (address: URL) => void): string {
  const address = new URL(url);
  change(address);
  return address.href;
}

describe("readiness", () => {
  it("is told of each pool that a server needs", async () => {
    const { ready, checks } = await readiness();
    expect([ready, Object.keys(checks).sort()]).toEqual([
      true,
      ["database", "detection", "migrations", "partitions", "search", "worker"],
    ]);
  });

  it.each([
    [
      "a wrong password",
      (address: URL) => {
        address.password = "wrong";
      },
      "The database refuses the log-in of gatehouse_app: check the password and DATABASE_URL.",
    ],
    [
      "a database that is not there",
      (address: URL) => {
        address.pathname = "/nowhere";
      },
      "There is no database of the name in DATABASE_URL.",
    ],
    [
      "a server that is not there",
      (address: URL) => {
        address.port = "1";
      },
      "The database does not answer (DATABASE_URL).",
    ],
  ])("names %s", async (_, change, detail) => {
    await configure({ DATABASE_URL: changed(right.DATABASE_URL, change) });
    const { ready, checks } = await readiness();
    expect([ready, checks.database]).toEqual([false, { ok: false, detail }]);
    expect(checks.search).toEqual({ ok: true });
  });

  it("names a search that cannot search: pages of the audit log would fail", async () => {
    const url = changed(right.DATABASE_SEARCH_URL, (address) => {
      address.password = "wrong";
    });
    await configure({ DATABASE_SEARCH_URL: url });
    const { ready, checks } = await readiness();
    expect([ready, checks.database?.ok, checks.search?.ok]).toEqual([false, true, false]);
  });

  it("names a connection that is not safe", async () => {
    await configure({ DATABASE_URL: ownerUrl() });
    const { ready, checks } = await readiness();
    expect(ready).toBe(false);
    expect(checks.database?.detail).toMatch(/^DATABASE_URL: "gatehouse_owner" is/);
  });

  it("says before init that there is no schema, and not that the database is away", async () => {
    const url = changed(right.DATABASE_URL, (address) => {
      address.pathname = `/${empty}`;
    });
    await configure({ DATABASE_URL: url });
    const { ready, checks } = await readiness();
    expect([ready, checks.database, checks.migrations]).toEqual([
      false,
      { ok: true },
      { ok: false, detail: "There is no schema yet: run npm run gatehouse -- init." },
    ]);
  });

  it("is told in time when the database takes connections and says nothing", async () => {
    const silent = createServer((socket) => socket.on("error", () => undefined));
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const url = changed(right.DATABASE_URL, (address) => {
      address.host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    });
    await configure({ DATABASE_URL: url });
    const started = performance.now();
    const { ready, checks } = await readiness();
    expect(performance.now() - started).toBeLessThan(4_000);
    expect([ready, checks.database]).toEqual([
      false,
      { ok: false, detail: "No connection answered within 3 seconds." },
    ]);
    silent.close();
  });
});
