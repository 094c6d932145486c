import { randomUUID } from "node:crypto";
import type { BrowserContext, Locator, Page, WebSocketRoute } from "@playwright/test";
import { sendEvents } from "./events.ts";
import { dialogOf, expect, expectAccessible, factory, test, whenListening } from "./fixtures.ts";
import { giveToPerson } from "./give-to-person.ts";

/** Failed log-ins of another program, half a minute apart, the last one now. */
function failedLogIns(count: number) {
  return Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    occurredAt: new Date(Date.now() - (count - i) * 30_000).toISOString(),
    action: "ConsoleLogin",
    outcome: "failure",
    source: "cloudtrail",
    actor: { id: "carol@example.com", name: "Carol" },
    sourceIp: "203.0.113.9",
  }));
}

const tile = (page: Page, id: string) => page.locator(`[data-kpi="${id}"]`);
const figure = (page: Page, id: string) => tile(page, id).locator("[data-kpi-value]");
const live = (page: Page) =>
  expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();

/** Columns and the line below them say the same; one of the two is shown. */
const shown = (row: Locator, words: string) =>
  row.getByText(words, { exact: true }).filter({ visible: true });

async function seenInBothThemes(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `test-results/screens/${name}-${colorScheme}.png` });
    await expectAccessible(page);
  }
}

/** A second person's browser. */
async function otherBrowser(page: Page): Promise<{ context: BrowserContext; other: Page }> {
  const context = await page
    .context()
    .browser()
    ?.newContext({ locale: "en-GB", timezoneId: "UTC" });
  if (!context) throw new Error("there is no browser");
  return { context, other: await context.newPage() };
}

test("a role reaches the other person's open page, and leaves it, without a new log-in", async ({
  page,
  tenant,
}) => {
  const { context, other } = await otherBrowser(page);
  const person = await tenant.signIn([], context);
  await factory.query("UPDATE users SET name = 'Grace Hopper' WHERE id = $1", [person.userId]);
  await tenant.signIn();
  await other.goto("/overview");
  await expect(other.getByRole("heading", { name: "You may not see this page" })).toBeVisible();
  await expect(other.getByRole("link", { name: "Audit log" })).toHaveCount(0);

  await page.goto("/roles");
  await page.getByRole("link", { name: "New role" }).first().click();
  // The list, which is left in a moment, has a field for a "Name or description".
  const name = page.getByLabel("Name", { exact: true });
  await whenListening(name);
  await name.fill("Figures only");
  await page.getByLabel("Search permissions").fill("figures");
  for (const figures of ["See product figures", "See security figures"]) {
    await page.getByRole("combobox", { name: `This role about ${figures}` }).click();
    await page.getByRole("option", { name: "Allows", exact: true }).click();
  }
  await seenInBothThemes(page, "role-new");
  await page.getByRole("button", { name: /create role/i }).click();
  await expect(page.getByRole("heading", { name: "Figures only" })).toBeVisible();
  await giveToPerson(page, "Figures only", "Grace Hopper");

  await expect(other.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(tile(other, "open_alerts")).toBeVisible();
  await expect(other.getByRole("link", { name: "Overview" })).toBeVisible();
  await seenInBothThemes(page, "role-people");

  await page.getByRole("button", { name: "Remove Grace Hopper" }).click();
  await page
    .getByRole("alertdialog")
    .or(dialogOf(page))
    .getByRole("button", { name: /remove/i })
    .click();
  await expect(other.getByRole("heading", { name: "You may not see this page" })).toBeVisible();
  await expect(other.getByRole("link", { name: "Overview" })).toHaveCount(0);
  await context.close();
});

test("replayed failures raise an alert, and acknowledging it moves the other browser's tile", async ({
  page,
  tenant,
}) => {
  const { context, other } = await otherBrowser(page);
  await tenant.signIn(["tenant_admin"], context);
  await tenant.signIn(["security_officer"]);
  const { key } = await factory.createKey(tenant.id);
  await other.goto("/overview");
  await live(other);
  await expect(figure(other, "open_alerts")).toHaveText("0");
  await page.goto("/security");
  await expect(page.getByText(/no alerts yet/i)).toBeVisible();

  await sendEvents(key, failedLogIns(6));
  const row = page.getByRole("row", { name: /6 failed log-ins for carol@example\.com/ });
  await expect(figure(other, "open_alerts")).toHaveText("1");
  await expect(row).toBeVisible();
  await expect(figure(other, "failed_log_ins")).toHaveText("6");
  await seenInBothThemes(other, "overview-alert");

  await row.getByRole("link").first().click();
  const panel = dialogOf(page);
  await expect(panel.getByText("203.0.113.9").first()).toBeVisible();
  await expect(panel.getByText("Gatehouse", { exact: false }).first()).toBeVisible();
  await seenInBothThemes(page, "alert-panel");
  await other.goto("/security");
  const otherRow = other.getByRole("row", { name: /carol@example\.com/ });
  await expect(shown(otherRow, "Open")).toBeVisible();
  await panel.getByRole("button", { name: "Acknowledge" }).click();
  await expect(shown(otherRow, "Acknowledged")).toBeVisible();

  await other.goto("/overview");
  await expect(figure(other, "open_alerts")).toHaveText("1");
  await live(other);
  await panel.getByRole("button", { name: "Resolve…" }).click();
  await panel.getByRole("button", { name: "Resolve alert" }).click();
  await expect(panel.getByText("Choose what it turned out to be.")).toBeVisible();
  await panel.getByRole("radio", { name: /true positive/i }).click();
  await panel.getByLabel("Comment").fill("Carol's password was guessed; it is changed.");
  await seenInBothThemes(page, "alert-resolve");
  await panel.getByRole("button", { name: "Resolve alert" }).click();
  await expect(panel.getByText("Carol's password was guessed; it is changed.")).toBeVisible();
  await expect(figure(other, "open_alerts")).toHaveText("0");
  await context.close();
});

test("a figure opens the rows that it comes from", async ({ page, tenant }) => {
  await tenant.signIn();
  const { key } = await factory.createKey(tenant.id);
  await sendEvents(key, failedLogIns(3));
  await page.goto("/overview");
  await expect(figure(page, "failed_log_ins")).toHaveText("3");
  await tile(page, "failed_log_ins").click();
  const panel = dialogOf(page, "Failed log-ins");
  await expect(panel.getByRole("link", { name: "Event" })).toHaveCount(3);
  await expect(page).toHaveURL(/kpi=failed_log_ins/);
  await seenInBothThemes(page, "kpi-panel");
  await panel.getByText("Show as table").click();
  await expect(panel.getByRole("columnheader", { name: "Hour from" })).toBeVisible();
  await panel.getByRole("link", { name: "Event" }).first().click();
  await expect(dialogOf(page).getByText("ConsoleLogin").first()).toBeVisible();
});

test("a lost connection is visible on every tile, and heals by itself", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  const { key } = await factory.createKey(tenant.id);
  const open: WebSocketRoute[] = [];
  let isCut = false;
  await page.routeWebSocket("**/realtime", async (socket) => {
    if (isCut) return socket.close({ code: 1012 });
    socket.connectToServer();
    open.push(socket);
  });
  await page.goto("/overview");
  await live(page);
  const tiles = page.locator("[data-kpi]");
  await expect(tiles).toHaveCount(10);
  await expect(page.getByText("Connection lost")).toHaveCount(0);

  isCut = true;
  for (const socket of open.splice(0)) await socket.close({ code: 1012 });
  await expect(tiles.filter({ hasText: "Connection lost" })).toHaveCount(10);
  await seenInBothThemes(page, "overview-lost");
  // Without the connection figures are asked for, now and then.
  await sendEvents(key, failedLogIns(2));
  await expect(figure(page, "failed_log_ins")).toHaveText("2", { timeout: 40_000 });

  isCut = false;
  // As when the network is back: the next attempt by itself may be a quarter of a minute away.
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await live(page);
  await expect(page.getByText("Connection lost")).toHaveCount(0);
  await sendEvents(key, failedLogIns(2));
  await expect(figure(page, "failed_log_ins")).toHaveText("4");
});

test("a dead job is shown, and runs again", async ({ page, tenant }) => {
  await tenant.signIn();
  await factory.query(
    `INSERT INTO dead_jobs (tenant_id, queue_id, task, payload, attempts, last_error)
     VALUES ($1, floor(random() * 1e12), 'kpis.prune_facts', '{}', 3, 'connection refused')`,
    [tenant.id],
  );
  await page.goto("/settings/jobs");
  const row = page.getByRole("row", { name: /kpis\.prune_facts/ });
  await expect(shown(row, "connection refused")).toBeVisible();
  await seenInBothThemes(page, "jobs");
  const retry = row.getByRole("button", { name: /retry/i });
  await whenListening(retry);
  await retry.click();
  await expect(shown(row, "Retried")).toBeVisible();
  await expect(async () => {
    const waiting = await factory.query<{ retried: boolean; events: number }>(
      `SELECT retried_at IS NOT NULL AS retried, (SELECT count(*)::int FROM audit_events
         WHERE tenant_id = $1 AND action = 'job.retried') AS events
       FROM dead_jobs WHERE tenant_id = $1`,
      [tenant.id],
    );
    expect(waiting).toEqual([{ retried: true, events: 1 }]);
  }).toPass();
});

test("assets are kept for a year, pages not at all", async ({ page, tenant }) => {
  await tenant.signIn();
  const assets: { url: string; caching: string | undefined }[] = [];
  page.on("response", (response) => {
    if (!response.url().includes("/_next/static/")) return;
    assets.push({ url: response.url(), caching: response.headers()["cache-control"] });
  });
  const response = await page.goto("/account");
  expect(response?.headers()["cache-control"]).toContain("no-store");
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  expect(assets.length).toBeGreaterThan(3);
  for (const { url, caching } of assets) {
    expect([url, caching]).toEqual([url, "public, max-age=31536000, immutable"]);
  }
});
