import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { UtcClient } from "./connection.ts";

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
  const client = new UtcClient({
    connectionString: ownerUrl,
    application_name: "gatehouse-migrate",
  });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await makeUtcTheDefault(client);
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
    await completePartitionedIndexes(client);
    await migrateJobQueue(ownerUrl);
    return made;
  } finally {
    await client.end();
  }
}

/**
 * Our own connections say UTC themselves; this is for whoever else comes as somebody without a
 * setting: psql, dumps, reports. The owner may change the database, not the other roles.
 */
async function makeUtcTheDefault(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT current_database() AS name FROM pg_database
     WHERE datname = current_database() AND NOT EXISTS (
       SELECT FROM pg_db_role_setting
       WHERE setdatabase = pg_database.oid AND setrole = 0 AND 'TimeZone=UTC' = ANY (setconfig))`,
  );
  const [database] = rows;
  if (!database) return;
  await client.query(
    `ALTER DATABASE ${pg.escapeIdentifier(database.name)} SET "TimeZone" TO 'UTC'`,
  );
}

const findIncomplete = `
  SELECT quote_ident(i.relname) AS index, pg_get_indexdef(x.indexrelid) AS definition,
    quote_ident(p.relname) AS partition, quote_ident(p.relname || substr(i.relname, length(t.relname) + 1))
      AS name,
    made.indisvalid AS is_valid
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'I'
  JOIN pg_class t ON t.oid = x.indrelid
  JOIN pg_inherits h ON h.inhparent = x.indrelid
  JOIN pg_class p ON p.oid = h.inhrelid
  LEFT JOIN pg_index made ON made.indrelid = p.oid
    AND made.indexrelid = to_regclass(quote_ident(p.relname || substr(i.relname, length(t.relname) + 1)))
  WHERE NOT x.indisvalid AND NOT EXISTS (
    SELECT FROM pg_inherits a JOIN pg_index c ON c.indexrelid = a.inhrelid
    WHERE a.inhparent = x.indexrelid AND c.indrelid = p.oid)
  ORDER BY 1, 3`;

/**
 * Builds what a migration has only announced (`CREATE INDEX … ON ONLY`) on each partition that there
 * was already, without stopping those who write; a partitioned table knows no CONCURRENTLY. Partitions
 * made later have it from the start. An index that an ended migration left unfinished is built anew.
 */
async function completePartitionedIndexes(client: pg.Client): Promise<void> {
  type Missing = Record<"index" | "definition" | "partition" | "name", string> & {
    is_valid: boolean | null;
  };
  const { rows } = await client.query<Missing>(findIncomplete);
  for (const { index, definition, partition, name, is_valid } of rows) {
    if (is_valid === false) await client.query(`DROP INDEX CONCURRENTLY ${name}`);
    const [, using] = / ON ONLY \S+ (USING .+)$/s.exec(definition) ?? [];
    if (!using) throw new Error(`The index ${index} cannot be built on ${partition}.`);
    if (!is_valid) await client.query(`CREATE INDEX CONCURRENTLY ${name} ON ${partition} ${using}`);
    await client.query(`ALTER INDEX ${index} ATTACH PARTITION ${name}`);
  }
}

/** The queue's own tables belong to the worker, whom the owner may become. */
async function migrateJobQueue(ownerUrl: string): Promise<void> {
  const pgPool = new pg.Pool({
    Client: UtcClient,
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
