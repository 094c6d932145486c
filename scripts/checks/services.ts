import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../local/children.ts";
import type { Cleanup } from "../../local/cleanup.ts";
import { removePostgres } from "../../local/embedded/postgres.ts";
import { stopLeftover } from "../../local/embedded/redis.ts";
import { acquireLock } from "../../local/launch/lock.ts";
import { startCache, startDatabase } from "../../local/launch/services.ts";
import { dataFolder } from "../../local/project.ts";
import { Refusal } from "../../local/refusal.ts";

/** The folder of everything that a test run keeps on disk. It is deleted afterwards. */
export function testFolder(): string {
  return join(dataFolder(), "test");
}

/** Allows one test run per checkout, and removes what an earlier one left when it was killed. */
export async function claimTestFolder(cleanup: Cleanup): Promise<void> {
  const lock = await acquireLock(
    join(dataFolder(), "test.lock"),
    "Another test run is going on in this checkout",
  );
  cleanup.add("lock", lock.release);
  await discard();
  cleanup.add("test folder", discard);
}

/**
 * Starts an empty PostgreSQL and a Redis for tests.
 * @returns the variables under which the tests look for them.
 */
export async function startTestServices(
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<Environment> {
  const dataDir = testFolder();
  // Every test worker has its own pools, and a chaos test many processes.
  const options = { dataDir, durable: false, maxConnections: 300, signal };
  const postgres = await startDatabase(options, cleanup);
  const redisUrl = (await startCache(dataDir, cleanup))?.url;
  if (!redisUrl) throw new Refusal("The tests need redis-server, and this machine has none.");
  return { TEST_SUPERUSER_URL: postgres.superuserUrl, TEST_REDIS_URL: redisUrl };
}

async function discard(): Promise<void> {
  const dataDir = testFolder();
  await stopLeftover(dataDir);
  await removePostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
