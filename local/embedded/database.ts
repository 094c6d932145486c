import { readFileSync } from "node:fs";
import pg from "pg";
import { derivedPasswords, type Passwords, ROLES, type Role, urlAs } from "./urls.ts";

const ROLES_SQL = new URL("../../prisma/roles.sql", import.meta.url);
// Any number, as long as everybody who prepares a database on this server takes the same.
const PREPARE_LOCK = 7_340_219;

export type DatabaseUrls = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  readonly searchUrl: string;
};

/**
 * Makes the database, the four roles and their rights, as far as they are missing, and sets the
 * roles' passwords again: by default those derived from the superuser's password, which are the
 * same every time.
 */
export async function prepareDatabase(options: {
  superuserUrl: string;
  database: string;
  passwords?: Passwords;
}): Promise<DatabaseUrls> {
  const { superuserUrl, database } = options;
  const passwords =
    options.passwords ?? derivedPasswords(decodeURIComponent(new URL(superuserUrl).password));
  await withClient(superuserUrl, async (server) => {
    // Roles belong to the whole server: two set-ups at once would trip over each other.
    await server.query("SELECT pg_advisory_lock($1)", [PREPARE_LOCK]);
    if (!(await exists(server, database))) {
      // Its encoding and locale are the cluster's: UTF8 and C.UTF-8, see initdb.
      await server.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} TEMPLATE template0`);
    }
    await withClient(databaseUrl(superuserUrl, database), async (client) => {
      await client.query(readFileSync(ROLES_SQL, "utf8"));
      for (const role of ROLES) {
        await client.query(`ALTER ROLE ${role} PASSWORD ${pg.escapeLiteral(passwords[role])}`);
      }
    });
  });
  const urlFor = (role: Role) => urlAs(superuserUrl, role, passwords[role], database);
  return {
    ownerUrl: urlFor("gatehouse_owner"),
    appUrl: urlFor("gatehouse_app"),
    workerUrl: urlFor("gatehouse_worker"),
    searchUrl: urlFor("gatehouse_search"),
  };
}

/** True when the server has a database of that name. */
export function databaseExists(superuserUrl: string, database: string): Promise<boolean> {
  return withClient(superuserUrl, (server) => exists(server, database));
}

/** Deletes a database with everything in it, whoever is connected to it. */
export function dropDatabase(superuserUrl: string, database: string): Promise<void> {
  return withClient(superuserUrl, async (server) => {
    await server.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
  });
}

async function exists(server: pg.Client, database: string): Promise<boolean> {
  const found = await server.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
  return found.rowCount === 1;
}

function databaseUrl(superuserUrl: string, database: string): string {
  const { username, password } = new URL(superuserUrl);
  return urlAs(superuserUrl, decodeURIComponent(username), decodeURIComponent(password), database);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks between two queries reports it here; the next query rejects.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
