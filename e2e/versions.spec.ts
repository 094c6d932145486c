import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { migrate } from "../lib/platform/migrate.ts";
import { prepareDatabase } from "../local/embedded/database.ts";
import { freePort } from "../local/embedded/ports.ts";
import { inProject } from "../local/project.ts";
import { type Balancer, startBalancer } from "../testing/balancer.ts";
import { Factory } from "../testing/factories.ts";
import { type NodeChild, startNode } from "../testing/node-child.ts";
import { makeOtherVersion } from "../testing/other-version.ts";
import { asSuperuser, testEnvironment, testService } from "../testing/services.ts";
import { dialogOf, expect, test, whenListening } from "./fixtures.ts";

// A database of its own: servers of two versions would confuse the pages of every other test.
const database = `e2e_${randomBytes(6).toString("hex")}`;
const folder = mkdtempSync(join(tmpdir(), "gatehouse-version-"));
let ownerUrl: string;
const factory = new Factory(() => ownerUrl);
const servers: NodeChild[] = [];
let balancer: Balancer;

// Two servers start, one after the other.
const READY_MS = 120_000;

test.beforeAll(async () => {
  test.setTimeout(3 * READY_MS);
  const superuserUrl = testService("TEST_SUPERUSER_URL");
  const urls = await prepareDatabase({ superuserUrl, database });
  ({ ownerUrl } = urls);
  await migrate(ownerUrl);
  makeOtherVersion(folder, "savePreferencesAction");
  const ports = [await freePort(), await freePort()] as const;
  balancer = await startBalancer(ports);
  const environment = {
    ...testEnvironment(urls),
    NODE_ENV: "production",
    GATEHOUSE_EMBEDDED_WORKER: "0",
    PUBLIC_URL: balancer.url,
  };
  const scripts = [inProject("server.ts"), join(folder, "server.ts")];
  for (const [index, script] of scripts.entries()) {
    const log = inProject("test-results", `version-${index}.log`);
    // One after the other, as in an update.
    servers.push(startNode(script, { ...environment, PORT: String(ports[index]) }, log));
    const ready = async () => (await fetch(`http://127.0.0.1:${ports[index]}/readyz`)).status;
    await expect.poll(() => ready().catch(() => 0), { timeout: READY_MS }).toBe(200);
  }
});
test.afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await balancer.stop();
  await asSuperuser(`DROP DATABASE ${database} WITH (FORCE)`);
  rmSync(folder, { recursive: true });
});

const OLD = 0;
const NEW = 1;

/** Signs a person in at the balancer, and counts the files that a page asks for in vain. */
async function signIn(page: Page) {
  const tenantId = await factory.createTenant("Acme Robotics");
  const { id } = await factory.createUser(tenantId, { roles: ["tenant_admin"] });
  const { token } = await factory.createSession(tenantId, id);
  await page.context().addCookies([{ name: "gatehouse.session", value: token, url: balancer.url }]);
  const missing: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/_next/static/") && !response.ok()) missing.push(response.url());
  });
  return { tenantId, userId: id, missing };
}

const newVersion = (page: Page) => page.getByLabel("New version", { exact: true });
/** Whether it is the page that it was: whatever is loaded anew has not been marked. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { isSame: true }));
const isSame = (page: Page) => page.evaluate(() => "isSame" in window);
const live = (page: Page) =>
  expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();

test("a page works when servers of another version are asked for its files", async ({ page }) => {
  const { missing } = await signIn(page);
  for (const [pages, files] of [
    [OLD, NEW],
    [NEW, OLD],
  ] as const) {
    balancer.route((path) => (path.startsWith("/_next/static/") ? files : pages));
    await page.goto(`${balancer.url}/overview`);
    await live(page);
  }
  expect(missing).toEqual([]);
});

test("an open page keeps what is typed and shown once when the next version answers", async ({
  page,
}) => {
  const { tenantId, userId, missing } = await signIn(page);
  balancer.route(() => OLD);
  await page.goto(`${balancer.url}/settings/api-keys`);
  const create = page.getByRole("button", { name: "Create API key" }).first();
  await whenListening(create);
  await create.click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Name", { exact: true }).fill("Billing service");
  await dialog.getByRole("checkbox", { name: "Send audit events" }).check();
  await mark(page);
  balancer.route(() => NEW);
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.locator("[data-secret]")).toHaveText(/^ghk_/);
  await expect(newVersion(page)).toBeAttached();
  expect(await isSame(page)).toBe(true);
  await dialog.getByRole("button", { name: "I have stored the key" }).click();

  // Going elsewhere loads the new version, which knows nothing newer than itself.
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Overview" })
    .click();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await live(page);
  await expect(newVersion(page)).toHaveCount(0);
  expect(await isSame(page)).toBe(false);

  balancer.route(() => OLD);
  await page.goto(`${balancer.url}/account`);
  await page.getByLabel("Current password").fill("half typed");
  await mark(page);
  balancer.route(() => NEW);
  // What the page would render itself anew for.
  await factory.query("DELETE FROM role_assignments WHERE tenant_id = $1 AND user_id = $2", [
    tenantId,
    userId,
  ]);
  await expect(newVersion(page)).toBeVisible();
  await expect(page.getByLabel("Current password")).toHaveValue("half typed");
  expect(await isSame(page)).toBe(true);
  // An action that the new version does not have.
  await page.getByText("Compact", { exact: true }).click();
  await expect(
    page.getByText(/The server has another version than this page/).first(),
  ).toBeVisible();
  await expect(page.getByLabel("Current password")).toHaveValue("half typed");
  await newVersion(page).getByRole("button", { name: "Reload the page" }).click();
  await expect(newVersion(page)).toHaveCount(0);
  expect(await isSame(page)).toBe(false);
  expect(missing).toEqual([]);
});
