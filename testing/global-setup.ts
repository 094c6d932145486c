import { migrate } from "../lib/platform/migrate.ts";
import { prepareDatabase } from "../local/embedded/database.ts";
import { asSuperuser, TEMPLATE_DATABASE, testService } from "./services.ts";

/** Migrates the template once; copying it takes milliseconds where migrating takes seconds. */
export default async function setUp(): Promise<void> {
  if (!process.env.TEST_SUPERUSER_URL) return;
  await asSuperuser(`DROP DATABASE IF EXISTS ${TEMPLATE_DATABASE} WITH (FORCE)`);
  const { ownerUrl } = await prepareDatabase({
    superuserUrl: testService("TEST_SUPERUSER_URL"),
    database: TEMPLATE_DATABASE,
  });
  await migrate(ownerUrl);
}
