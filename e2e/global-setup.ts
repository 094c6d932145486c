import { randomBytes } from "node:crypto";
import { migrate } from "../lib/platform/migrate.ts";
import { prepareDatabase } from "../local/embedded/database.ts";
import { freePort } from "../local/embedded/ports.ts";
import { startServer, waitUntilReady } from "../local/launch/server.ts";
import { inProject } from "../local/project.ts";
import { asSuperuser, testEnvironment, testService } from "../testing/services.ts";

/** What the server under test logs, down to the finest level. */
export const serverLogPath = inProject("test-results", "server.log");

/**
 * Serves the production build on a database of its own, worker included, and leaves its
 * configuration in the environment, from which the tests' workers inherit it.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const database = `e2e_${randomBytes(6).toString("hex")}`;
  const superuserUrl = testService("TEST_SUPERUSER_URL");
  const urls = await prepareDatabase({ superuserUrl, database });
  await migrate(urls.ownerUrl);
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
  const server = startServer(environment, serverLogPath);
  Object.assign(process.env, environment, { E2E_URL: url, E2E_OWNER_URL: urls.ownerUrl });
  await waitUntilReady(server, url, new AbortController().signal);
  return async () => {
    await server.stop();
    await asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`);
  };
}
