import { setTimeout as sleep } from "node:timers/promises";
import { type PoolName, UnsafeConnection } from "./connection.ts";
import { describeDatabaseTrouble } from "./database-trouble.ts";
import { pool } from "./db.ts";
import { log } from "./log.ts";

const RETRY_MS = 2_000;

/**
 * Connects once as each role. A database that cannot be reached now is logged and no reason to end:
 * `/readyz` says it, and the pools find it when it is back.
 * @throws UnsafeConnection when a connection would break the wall between tenants, or moments.
 */
export async function requireSafeConnections(names: readonly PoolName[]): Promise<void> {
  const attempts = names.map(async (name) => {
    try {
      (await pool(name).connect()).release();
    } catch (error) {
      if (error instanceof UnsafeConnection) throw error;
      log.warn({ err: error, pool: name }, describeDatabaseTrouble(name, error) ?? "no connection");
    }
  });
  await Promise.all(attempts);
}

/**
 * Tries `work` again while the database is what keeps it from succeeding: down, not reachable, not
 * letting us in, or without its schema. Each reason is logged once.
 * @throws UnsafeConnection at once, and whatever is no trouble of the database.
 */
export async function whenDatabaseServes<T>(name: PoolName, work: () => Promise<T>): Promise<T> {
  let known: string | null = null;
  while (true) {
    try {
      return await work();
    } catch (error) {
      const trouble = describeDatabaseTrouble(name, error);
      if (error instanceof UnsafeConnection || trouble === null) throw error;
      if (trouble !== known) log.warn({ err: error, pool: name }, `${trouble} Trying again.`);
      known = trouble;
      await sleep(RETRY_MS);
    }
  }
}
