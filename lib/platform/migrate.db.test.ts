import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DatabaseUrls, prepareDatabase } from "../../local/embedded/database.ts";
import { asSuperuser, testService } from "../../testing/services.ts";
import { listMigrations, migrate } from "./migrate.ts";

const database = `test_${randomBytes(6).toString("hex")}`;
const tenantId = randomUUID();
const userId = randomUUID();
let urls: DatabaseUrls;
let owner: pg.Client;

/** Applies one migration as an earlier version did. */
async function applyEarlier(name: string): Promise<void> {
  const file = new URL(`../../prisma/migrations/${name}/migration.sql`, import.meta.url);
  const sql = await readFile(file, "utf8");
  await owner.query(sql);
  await owner.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ($1, $2, $3, now())`,
    [randomUUID(), createHash("sha256").update(sql).digest("hex"), name],
  );
}

/** The database as earlier versions left it, with somebody in it and a role of the tenant's own. */
beforeAll(async () => {
  urls = await prepareDatabase({ superuserUrl: testService("TEST_SUPERUSER_URL"), database });
  owner = new pg.Client({ connectionString: urls.ownerUrl });
  await owner.connect();
  await owner.query(
    `CREATE TABLE _prisma_migrations (
       id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
       migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
       started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`,
  );
  await applyEarlier("20261122200000_foundation");
  await owner.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'acme', 'Acme')", [tenantId]);
  await owner.query(
    "INSERT INTO users (tenant_id, id, email, name) VALUES ($1, $2, 'ada@example.com', 'Ada')",
    [tenantId, userId],
  );
  await owner.query("INSERT INTO role_assignments VALUES ($1, $2, 'tenant_admin')", [
    tenantId,
    userId,
  ]);
  await applyEarlier("20261123000000_live");
  await owner.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'own', 'MANAGER')", [
    tenantId,
  ]);
});
afterAll(async () => {
  await owner.end();
  await asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`);
});

describe("migrations on a database with data", () => {
  it("bring it up to date once, and keep who has which role", async () => {
    const later = (await listMigrations()).slice(2).map(({ name }) => name);
    expect(later.length).toBeGreaterThan(0);
    expect(await migrate(urls.ownerUrl)).toEqual(later);
    expect(await migrate(urls.ownerUrl)).toEqual([]);
    const { rows } = await owner.query(
      `SELECT u.name, r.name AS role, v.version FROM role_assignments a
       JOIN roles r ON r.tenant_id = a.tenant_id AND r.id = a.role
       JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.user_id
       JOIN access_versions v ON v.tenant_id = a.tenant_id`,
    );
    expect(rows).toEqual([{ name: "Ada", role: "Tenant admin", version: expect.any(String) }]);
  });

  it("build announced indexes on every partition that there is, however far an earlier try came", async () => {
    const unfinished = () =>
      owner.query("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid");
    expect((await unfinished()).rows).toEqual([]);
    const { rows: partitions } = await owner.query<{ name: string }>(
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit_events'::regclass",
    );
    expect(partitions.length).toBeGreaterThan(1);
    const [first, second] = partitions.map(({ name }) => name);
    await owner.query("CREATE INDEX audit_events_tried ON ONLY audit_events (actor_name)");
    await owner.query(`CREATE INDEX ${first}_tried ON ${first} (actor_name)`);
    await owner.query(`CREATE INDEX ${second}_tried ON ${second} (actor_name)`);
    const url = new URL(testService("TEST_SUPERUSER_URL"));
    url.pathname = `/${database}`;
    const superuser = new pg.Client({ connectionString: url.href });
    await superuser.connect();
    await superuser.query(
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '${second}_tried'::regclass`,
    );
    await superuser.end();
    await migrate(urls.ownerUrl);
    expect((await unfinished()).rows).toEqual([]);
    const { rows } = await owner.query(
      "SELECT 1 FROM pg_inherits WHERE inhparent = 'audit_events_tried'::regclass",
    );
    expect(rows).toHaveLength(partitions.length);
  });

  it("leave a tenant's own role its name when a built-in one of that name arrives", async () => {
    const { rows } = await owner.query(
      "SELECT id, name FROM roles WHERE lower(name) LIKE 'manager%' ORDER BY id",
    );
    expect(rows).toEqual([
      { id: "manager", name: "Manager (built in)" },
      { id: "own", name: "MANAGER" },
    ]);
  });

  it("remember what was so before anybody kept a history", async () => {
    const { rows } = await owner.query(
      `SELECT relation, key FROM access_history h WHERE tenant_id = $1 AND valid_to IS NULL
         AND relation IN ('users', 'role_assignments') AND valid_from < now() ORDER BY 1`,
      [tenantId],
    );
    expect(rows).toEqual([
      { relation: "role_assignments", key: `${userId}/tenant_admin` },
      { relation: "users", key: userId },
    ]);
  });

  it("refuse a file that was changed after it was applied", async () => {
    await owner.query("UPDATE _prisma_migrations SET checksum = 'other'");
    await expect(migrate(urls.ownerUrl)).rejects.toThrow("changed after it was applied");
  });
});
