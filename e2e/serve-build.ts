import { randomBytes } from "node:crypto";
import { migrate } from "../lib/platform/migrate.ts";
import type { Environment } from "../local/children.ts";
import { prepareDatabase } from "../local/embedded/database.ts";
import { freePort } from "../local/embedded/ports.ts";
import { startServer, waitUntilReady } from "../local/launch/server.ts";
import { asSuperuser, testEnvironment, testService } from "../testing/services.ts";

export type Served = {
  url: string;
  ownerUrl: string;
  environment: Environment;
  stop: () => Promise<void>;
};

/**
 * Serves the production build on a database of its own, worker included.
 * @param logPath where the server logs, down to the finest level.
 * @param fill what the database holds before the server starts.
 */
export async function serveBuild(
  logPath: string,
  fill: (ownerUrl: string) => Promise<void> = async () => undefined,
): Promise<Served> {
  const database = `e2e_${randomBytes(6).toString("hex")}`;
  const superuserUrl = testService("TEST_SUPERUSER_URL");
  const urls = await prepareDatabase({ superuserUrl, database });
  await migrate(urls.ownerUrl);
  await fill(urls.ownerUrl);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...testEnvironment(urls),
    NODE_ENV: "production",
    PORT: String(port),
    PUBLIC_URL: url,
    GATEHOUSE_EMBEDDED_WORKER: "1",
    LOG_LEVEL: "trace",
    SECURITY_CONTACT: "mailto:security@example.com",
  };
  const server = startServer(environment, logPath);
  await waitUntilReady(server, url, new AbortController().signal);
  const stop = async () => {
    await server.stop();
    await asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`);
  };
  return { url, ownerUrl: urls.ownerUrl, environment, stop };
}
