import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";

/** Where the migrations lie; resolved from this file so that every entry point finds them. */
const folder = join(import.meta.dirname, "../../prisma/migrations");

/** Any number no one else takes: one migration runs at a time, over all replicas. */
const ADVISORY_LOCK = 7_283_164_902;

// The table as Prisma makes it, so that `prisma migrate deploy` and this runner agree.
const createTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
    migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0
  )`;

type Migration = { name: string; sql: string; checksum: string };

/** The migrations of this build in order; the checksum is the SHA-256 of the file, as Prisma's is. */
export async function listMigrations(): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/**
 * Applies what is missing, each file whole (a file without CONCURRENTLY is one transaction), under
 * an advisory lock.
 * @param ownerUrl a direct connection of the owner role.
 * @returns the names of the migrations that were applied.
 * @throws when a file fails, or one that was applied has changed since.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "gatehouse-migrate",
  });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await client.query(createTable);
    await client.query("GRANT SELECT ON _prisma_migrations TO gatehouse_app");
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL",
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const made: string[] = [];
    for (const migration of await listMigrations()) {
      const checksum = applied.get(migration.name);
      if (checksum === migration.checksum) continue;
      if (checksum)
        throw new Error(`Migration ${migration.name} was changed after it was applied.`);
      await apply(client, migration);
      made.push(migration.name);
    }
    await migrateJobQueue(ownerUrl);
    return made;
  } finally {
    await client.end();
  }
}

/** The queue's own tables belong to the worker, whom the owner may become. */
async function migrateJobQueue(ownerUrl: string): Promise<void> {
  const pgPool = new pg.Pool({
    connectionString: ownerUrl,
    application_name: "gatehouse-migrate",
    options: "-c role=gatehouse_worker",
    max: 1,
  });
  // Without a listener a lost connection would end the process; the query that was using it fails.
  pgPool.on("error", () => undefined);
  pgPool.on("connect", (client) => client.on("error", () => undefined));
  try {
    await runMigrations({ pgPool, logger: new Logger(() => () => undefined) });
  } finally {
    await pgPool.end();
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.name} failed: ${reason}`, { cause: error });
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), migration.checksum, migration.name],
  );
}
