import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DatabaseUrls, prepareDatabase } from "../../scripts/embedded/database.ts";
import { asSuperuser, testService } from "../testing/services.ts";
import { listMigrations, migrate } from "./migrate.ts";

const database = `test_${randomBytes(6).toString("hex")}`;
const tenantId = randomUUID();
const userId = randomUUID();
let urls: DatabaseUrls;
let owner: pg.Client;

/** The database as the first version left it, with somebody in it. */
beforeAll(async () => {
  urls = await prepareDatabase({ superuserUrl: testService("TEST_SUPERUSER_URL"), database });
  owner = new pg.Client({ connectionString: urls.ownerUrl });
  await owner.connect();
  const file = new URL(
    "../../prisma/migrations/20261122200000_foundation/migration.sql",
    import.meta.url,
  );
  const sql = await readFile(file, "utf8");
  await owner.query(sql);
  await owner.query(
    `CREATE TABLE _prisma_migrations (
       id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
       migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
       started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`,
  );
  await owner.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ($1, $2, '20261122200000_foundation', now())`,
    [randomUUID(), createHash("sha256").update(sql).digest("hex")],
  );
  await owner.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'acme', 'Acme')", [tenantId]);
  await owner.query(
    "INSERT INTO users (tenant_id, id, email, name) VALUES ($1, $2, 'ada@example.com', 'Ada')",
    [tenantId, userId],
  );
  await owner.query("INSERT INTO role_assignments VALUES ($1, $2, 'tenant_admin')", [
    tenantId,
    userId,
  ]);
});
afterAll(async () => {
  await owner.end();
  await asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`);
});

describe("migrations on a database with data", () => {
  it("bring it up to date once, and keep who has which role", async () => {
    const later = (await listMigrations()).slice(1).map(({ name }) => name);
    expect(later.length).toBeGreaterThan(0);
    expect(await migrate(urls.ownerUrl)).toEqual(later);
    expect(await migrate(urls.ownerUrl)).toEqual([]);
    const { rows } = await owner.query(
      `SELECT u.name, r.name AS role, v.version FROM role_assignments a
       JOIN roles r ON r.tenant_id = a.tenant_id AND r.id = a.role
       JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.user_id
       JOIN access_versions v ON v.tenant_id = a.tenant_id`,
    );
    expect(rows).toEqual([{ name: "Ada", role: "Tenant admin", version: "1" }]);
  });

  it("refuse a file that was changed after it was applied", async () => {
    await owner.query("UPDATE _prisma_migrations SET checksum = 'other'");
    await expect(migrate(urls.ownerUrl)).rejects.toThrow("changed after it was applied");
  });
});
