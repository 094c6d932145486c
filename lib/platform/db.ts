import pg from "pg";
import { type Prisma, PrismaClient } from "#prisma/generated/client";
import { admitted, type Work } from "./admission.ts";
import { inspectConnection, type PoolName, UtcClient } from "./connection.ts";
import { env } from "./env.ts";
import { log } from "./log.ts";
import { SerialPrismaPg } from "./serial-adapter.ts";
import { singleton } from "./singleton.ts";

/** A transaction in which row-level security shows one tenant. */
export type TenantTx = Prisma.TransactionClient;

/** Runs one statement; `$1`-style parameters. What audit code needs of Prisma and of pg alike. */
export type Sql = <Row = Record<string, unknown>>(
  text: string,
  parameters: unknown[],
) => Promise<Row[]>;

const urlOf = {
  app: () => env().DATABASE_URL,
  search: () => env().DATABASE_SEARCH_URL,
  worker: () => env().DATABASE_DIRECT_URL,
} satisfies Record<PoolName, () => string>;

/**
 * The connection pool of one database role. Its connections are inspected when they are made, so that
 * none is ever used under a wrong role or time zone: who asks for one gets `UnsafeConnection`.
 */
export function pool(name: PoolName): pg.Pool {
  return singleton(`pool.${name}`, () => {
    const made = new pg.Pool({
      Client: UtcClient,
      onConnect: (client) => inspectConnection(name, client),
      connectionString: urlOf[name](),
      max: env().DATABASE_POOL_SIZE,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      application_name: `gatehouse-${name}`,
    });
    // A connection that breaks while somebody uses it fails their query, and also reports it here,
    // where an error without a listener would end the process.
    made.on("connect", (client) => client.on("error", () => undefined));
    made.on("error", (error) => log.warn({ err: error, pool: name }, "idle connection lost"));
    return made;
  });
}

function prisma(): PrismaClient {
  return singleton("prisma", () => new PrismaClient({ adapter: new SerialPrismaPg(pool("app")) }));
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a string from outside can be a tenant's, a session's or an event's id. */
export function isUuid(value: string): boolean {
  return uuid.test(value);
}

/**
 * Runs `work` in one Prisma transaction of the app role with the tenant set. Features use this;
 * paths that must serve thousands of requests a second use `withTenantSql`.
 * @throws Busy before a connection is taken, as `admitted` says.
 */
export function withTenant<T>(
  tenantId: string,
  work: (tx: TenantTx) => Promise<T>,
  kind: Work = "read",
): Promise<T> {
  const transaction = async (tx: TenantTx) => {
    await tx.$queryRaw`SELECT set_config('app.tenant_id', ${tenantId}, true)`;
    return work(tx);
  };
  return admitted("app", tenantId, kind, () =>
    prisma().$transaction(transaction, { maxWait: 5_000, timeout: 15_000 }),
  );
}

/** The `Sql` of a Prisma transaction. */
export function sqlOf(tx: TenantTx): Sql {
  return <Row>(text: string, parameters: unknown[]) =>
    tx.$queryRawUnsafe<Row[]>(text, ...parameters);
}

/** The `Sql` of a pg connection or pool. */
export function sqlOfClient(client: pg.ClientBase | pg.Pool): Sql {
  return async <Row>(text: string, parameters: unknown[]) =>
    (await client.query(text, parameters)).rows as Row[];
}

/**
 * Runs one statement of the app role that belongs to no tenant, such as finding somebody's account.
 * @throws Busy as `withTenant` does.
 */
export const untenantedSql: Sql = <Row>(text: string, parameters: unknown[]) =>
  admitted("app", "", "read", () => sqlOfClient(pool("app"))<Row>(text, parameters));

/**
 * Like `withTenant` over plain pg: three round trips around one statement instead of Prisma's five.
 * Transactions of the worker role are not held up.
 * @throws TypeError when `tenantId` is not a UUID; Busy as `withTenant` does.
 */
export function withTenantSql<T>(
  tenantId: string,
  work: (sql: Sql) => Promise<T>,
  role: "app" | "worker" = "app",
): Promise<T> {
  const run = () => inTransaction("BEGIN", tenantId, work, role);
  return role === "worker" ? run() : admitted("app", tenantId, "read", run);
}

/** Like `withTenantSql` for reading only: all statements see the same moment, so sums agree. */
export function withTenantSnapshot<T>(
  tenantId: string,
  work: (sql: Sql) => Promise<T>,
  kind: Work = "read",
): Promise<T> {
  const begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  return admitted("app", tenantId, kind, () => inTransaction(begin, tenantId, work, "app"));
}

async function inTransaction<T>(
  begin: string,
  tenantId: string,
  work: (sql: Sql) => Promise<T>,
  role: "app" | "worker",
): Promise<T> {
  if (!isUuid(tenantId)) throw new TypeError("tenantId is not a UUID");
  const client = await pool(role).connect();
  let broken: Error | undefined;
  try {
    await client.query(
      `${begin}; SELECT set_config('app.tenant_id', ${pg.escapeLiteral(tenantId)}, true)`,
    );
    const result = await work(sqlOfClient(client));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    // A connection that cannot roll back is destroyed, never given to the next request.
    client.release(broken);
  }
}

/** Ends every pool of this process; for shut-down and tests. */
export async function closeDatabase(): Promise<void> {
  await prisma().$disconnect();
  await Promise.all((["app", "search", "worker"] as const).map((name) => pool(name).end()));
}
