import pg from "pg";
import { CannotStart } from "./cannot-start.ts";

/** The database roles that a running process connects as; each has a pool of its own. */
export type PoolName = "app" | "search" | "worker";

/** What each pool connects as, and the variable that says where. */
export const poolRoles = {
  app: { role: "gatehouse_app", variable: "DATABASE_URL" },
  search: { role: "gatehouse_search", variable: "DATABASE_SEARCH_URL" },
  worker: { role: "gatehouse_worker", variable: "DATABASE_DIRECT_URL" },
} as const satisfies Record<PoolName, { role: string; variable: string }>;

/** A connection that works and must not be used; the message is one line that says what to change. */
export class UnsafeConnection extends CannotStart {}

// pg's own method, which its types leave out.
declare module "pg" {
  interface Client {
    getStartupConf(): Record<string, string>;
  }
}

/**
 * A connection whose time zone is UTC whatever the server, the database and the role say: Prisma's
 * adapter writes moments without an offset and ignores the one that it reads. As a parameter of the
 * start-up it costs no round trip and outranks every other setting; poolers know and keep it, where
 * they refuse `options`.
 */
export class UtcClient extends pg.Client {
  override getStartupConf(): Record<string, string> {
    return { ...super.getStartupConf(), TimeZone: "UTC" };
  }
}

/** A server that has just let us in and now hangs must not hold whoever waits for the connection. */
const INSPECTION_MS = 5_000;

const inspection = `
  SELECT current_user::text AS "user", current_setting('TimeZone') AS zone,
    current_setting('statement_timeout') AS "timeLimit",
    EXISTS (SELECT FROM pg_roles r WHERE r.rolname = $1 AND pg_has_role(r.oid, 'USAGE')) AS "isRole",
    (SELECT CASE WHEN r.rolsuper THEN 'a superuser' WHEN r.rolbypassrls
         THEN 'a role that bypasses row-level security' ELSE 'the owner of the tables' END
     FROM pg_roles r
     WHERE pg_has_role(r.oid, 'MEMBER') AND (r.rolsuper OR r.rolbypassrls OR EXISTS (
       SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')
         AND c.relnamespace = to_regnamespace('public')))
     ORDER BY r.rolsuper DESC, r.rolbypassrls DESC LIMIT 1) AS power`;

type Inspected = {
  user: string;
  zone: string;
  timeLimit: string;
  isRole: boolean;
  power: string | null;
};

/**
 * Looks at a new connection before anybody uses it: tenants are kept apart by its role, and moments
 * are right because of its time zone.
 * @throws UnsafeConnection when either is not as it must be.
 */
export async function inspectConnection(name: PoolName, client: pg.ClientBase): Promise<void> {
  const { role, variable } = poolRoles[name];
  const query = { text: inspection, values: [role], query_timeout: INSPECTION_MS };
  const { rows } = await client.query<Inspected>(query);
  const fault = rows[0] && faultOf(name, rows[0]);
  if (fault) throw new UnsafeConnection(`${variable}: ${fault}`);
}

function faultOf(
  name: PoolName,
  { user, zone, timeLimit, isRole, power }: Inspected,
): string | null {
  const { role } = poolRoles[name];
  if (power) {
    return `"${user}" is, or may become, ${power}, whom row-level security does not hold. Connect as ${role} (prisma/roles.sql).`;
  }
  if (!isRole) return `"${user}" is not ${role}. Connect as ${role} (prisma/roles.sql).`;
  if (zone !== "UTC") {
    return `the time zone of the connection is ${zone} although UTC was asked for. A pooler changes it: remove that setting.`;
  }
  if (name === "search" && timeLimit === "0") {
    return `"${user}" has no statement_timeout, so that one search could slow everybody. Run prisma/roles.sql again.`;
  }
  return null;
}

/** By which SQLSTATE PostgreSQL names an error; null when it is none of PostgreSQL's. */
export function sqlStateOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}
