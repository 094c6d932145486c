import { rmSync } from "node:fs";
import { removePostgres } from "./postgres.ts";
import { stopLeftover } from "./redis.ts";

/** Stops PostgreSQL and Redis on a temporary data folder, whoever left them there, and deletes it. */
export async function discardServices(dataDir: string): Promise<void> {
  await stopLeftover(dataDir);
  await removePostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
