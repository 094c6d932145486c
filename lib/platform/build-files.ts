import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Build } from "./build.ts";
import { whenDatabaseServes } from "./check-database.ts";
import { describeDatabaseTrouble } from "./database-trouble.ts";
import { pool } from "./db.ts";
import { log } from "./log.ts";

const gzipAsync = promisify(gzip);

/** How long pages of a build can stay open after its last server has gone. */
const KEPT_DAYS = 7;

/** The paths of a build's files below its folder, with slashes. */
export async function listBuildFiles({ folder }: Build): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .sort();
}

/**
 * Keeps a build's files where every server finds them; call it before anybody is sent to this one.
 * While the database does not serve it resolves all the same, and they are kept as soon as it does.
 */
export async function keepBuildFiles(build: Build): Promise<void> {
  try {
    await store(build);
  } catch (error) {
    if (describeDatabaseTrouble("app", error) === null) throw error;
    log.warn({ err: error }, "the files of this build are not kept yet");
    whenDatabaseServes("app", () => store(build)).catch((later: unknown) =>
      log.error({ err: later }, "the files of this build are not kept"),
    );
  }
}

// Servers of one build that start together wait for each other at its row.
const claimSql = `
  INSERT INTO builds (build_id) VALUES ($1)
  ON CONFLICT (build_id) DO UPDATE SET served_at = now()
  RETURNING xmax = 0 AS "isNew"`;

async function store(build: Build): Promise<void> {
  const client = await pool("app").connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ isNew: boolean }>(claimSql, [build.id]);
    if (rows[0]?.isNew) {
      const paths = await listBuildFiles(build);
      const contents = await Promise.all(
        paths.map(async (path) => gzipAsync(await readFile(join(build.folder, path)))),
      );
      await client.query(
        `INSERT INTO build_files (build_id, path, content)
         SELECT $1, * FROM unnest($2::text[], $3::bytea[])`,
        [build.id, paths, contents],
      );
      log.info({ buildId: build.id, files: paths.length }, "the files of this build are kept");
    }
    await client.query("COMMIT");
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // With an error the connection is thrown away, and the transaction with it.
    client.release(failure);
  }
}

/**
 * A file of a build, compressed with gzip; null when no server of that build has been there lately.
 * @param buildId any build's when null: names of files that no page has asked for by build are hashes
 *   of what is in them.
 */
export async function readBuildFile(buildId: string | null, path: string): Promise<Buffer | null> {
  const { rows } = await pool("app").query<{ content: Buffer }>(
    `SELECT content FROM build_files WHERE path = $1 AND ($2::text IS NULL OR build_id = $2) LIMIT 1`,
    [path, buildId],
  );
  return rows[0]?.content ?? null;
}

/** For as long as a server of the build lives its files are kept; others go after days. */
export async function keepBuildFilesAlive(buildId: string): Promise<void> {
  await pool("app").query(
    `WITH alive AS (UPDATE builds SET served_at = now()
       WHERE build_id = $1 AND served_at < now() - interval '1 hour')
     DELETE FROM builds WHERE build_id <> $1 AND served_at < now() - make_interval(days => ${KEPT_DAYS})`,
    [buildId],
  );
}
