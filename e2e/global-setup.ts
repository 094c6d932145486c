import { inProject } from "../local/project.ts";
import { serveBuild } from "./serve-build.ts";

/** What the server under test logs, down to the finest level. */
export const serverLogPath = inProject("test-results", "server.log");

/** Leaves the server's configuration in the environment, from which the tests' workers inherit it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const { url, ownerUrl, environment, stop } = await serveBuild(serverLogPath);
  Object.assign(process.env, environment, { E2E_URL: url, E2E_OWNER_URL: ownerUrl });
  return stop;
}
