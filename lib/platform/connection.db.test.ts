import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { oddTimeZones, setTimeZone, setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { asSuperuser, testService } from "../../testing/services.ts";
import { inspectConnection, type PoolName, UnsafeConnection, UtcClient } from "./connection.ts";
import { pool, sqlOf, withTenant } from "./db.ts";
import { env } from "./env.ts";

const { ownerUrl, name: database } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const names: PoolName[] = ["app", "search", "worker"];
const urlOf: Record<PoolName, () => string> = {
  app: () => env().DATABASE_URL,
  search: () => env().DATABASE_SEARCH_URL,
  worker: () => env().DATABASE_DIRECT_URL,
};

let open: pg.Client[] = [];
afterEach(async () => {
  await Promise.all(open.map((client) => client.end()));
  open = [];
});

async function connect(Client: typeof pg.Client, url: string): Promise<pg.Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  open.push(client);
  return client;
}

describe.each(oddTimeZones)("a database whose time zone is %s", (zone) => {
  beforeAll(async () => {
    await setTimeZone(database, zone);
    await asSuperuser(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
    );
  });

  it.each(names)("has that zone for strangers, and UTC for us: %s", async (name) => {
    const stranger = await connect(pg.Client, urlOf[name]());
    expect((await stranger.query("SHOW timezone")).rows).toEqual([{ TimeZone: zone }]);
    expect((await pool(name).query("SHOW timezone")).rows).toEqual([{ TimeZone: "UTC" }]);
    await expect(inspectConnection(name, stranger)).rejects.toThrow(
      new RegExp(`^DATABASE_\\w*URL: the time zone of the connection is ${zone} [^\\n]+$`),
    );
  });

  it("keeps the moments that Prisma writes and reads, and those that SQL compares", async () => {
    const tenantId = await factory.createTenant();
    const { id: userId } = await factory.createUser(tenantId);
    const endsAt = new Date(Date.now() + 30 * 60_000);
    const assignment = await withTenant(tenantId, async (tx) => {
      await tx.roleAssignment.updateMany({ where: { userId }, data: { endsAt } });
      const [compared] = await sqlOf(tx)<{ seconds: number }>(
        `SELECT extract(epoch FROM ends_at - now())::float8 AS seconds FROM role_assignments
         WHERE ends_at = $1`,
        [endsAt],
      );
      return { ...compared, ...(await tx.roleAssignment.findFirst({ where: { userId } })) };
    });
    expect(assignment.endsAt).toEqual(endsAt);
    expect(assignment.seconds).toBeGreaterThan(29 * 60);
    expect(assignment.seconds).toBeLessThanOrEqual(30 * 60);
  });
});

describe("a connection that must not be used", () => {
  const inspect = async (name: PoolName, url: string, after?: string) => {
    const client = await connect(UtcClient, url);
    if (after) await client.query(after);
    return inspectConnection(name, client);
  };
  const superuserUrl = () => {
    const url = new URL(testService("TEST_SUPERUSER_URL"));
    url.pathname = `/${database}`;
    return url.href;
  };
  const made: string[] = [];
  afterAll(async () => {
    for (const role of made) await asSuperuser(`DROP ROLE ${role}`);
  });
  /** The URL of a role made for one test, with what `sql` gives it. */
  const roleWith = async (suffix: string, sql: (role: string) => string): Promise<string> => {
    const role = `${database}_${suffix}`;
    await asSuperuser(`CREATE ROLE ${role} LOGIN PASSWORD 'x' IN ROLE gatehouse_app; ${sql(role)}`);
    made.push(role);
    const url = new URL(superuserUrl());
    url.username = role;
    url.password = "x";
    return url.href;
  };

  it("is a superuser's", async () => {
    for (const name of names) {
      const attempt = inspect(name, superuserUrl());
      await expect(attempt).rejects.toBeInstanceOf(UnsafeConnection);
      await expect(attempt).rejects.toThrow(/^DATABASE_\w*URL: "\w+" is, .* a superuser, [^\n]+$/);
    }
  });

  it("is that of the tables' owner, or of whoever may become it", async () => {
    await expect(inspect("app", ownerUrl())).rejects.toThrow("the owner of the tables");
    const url = await roleWith("member", (role) => `GRANT gatehouse_owner TO ${role}`);
    await expect(inspect("app", url)).rejects.toThrow("the owner of the tables");
  });

  it("is that of a role that bypasses row-level security", async () => {
    const url = await roleWith("bypass", (role) => `ALTER ROLE ${role} BYPASSRLS`);
    await expect(inspect("app", url)).rejects.toThrow("bypasses row-level security");
  });

  it("is that of another role of ours: the audit log would be empty without a word", async () => {
    await expect(inspect("search", urlOf.app())).rejects.toThrow(
      'DATABASE_SEARCH_URL: "gatehouse_app" is not gatehouse_search.',
    );
    await expect(inspect("app", urlOf.worker())).rejects.toThrow("is not gatehouse_app");
  });

  it("searches without a limit", async () => {
    await expect(inspect("search", urlOf.search())).resolves.toBeUndefined();
    await expect(inspect("search", urlOf.search(), "SET statement_timeout = 0")).rejects.toThrow(
      "has no statement_timeout",
    );
  });

  it("is not what a role with the rights of ours has", async () => {
    const url = await roleWith(
      "other",
      (role) => `ALTER ROLE ${role} SET timezone TO 'Asia/Tokyo'`,
    );
    await expect(inspect("app", url)).resolves.toBeUndefined();
  });
});
