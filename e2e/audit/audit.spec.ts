import type { Page } from "@playwright/test";
import { rawOnlyWord, sampleEvents, sendEvents } from "../events.ts";
import { clickToOpen, dialogOf, expect, factory, test } from "../fixtures.ts";

const rows = (page: Page) => page.getByRole("table", { name: "Audit events" }).locator("tbody tr");
const search = (page: Page) => page.getByRole("textbox", { name: "Search events" });

/** The ids behind the rows that are shown, from the links to their panels. */
async function shownIds(page: Page): Promise<string[]> {
  const hrefs = await rows(page)
    .locator("a[href*='event=']")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  return hrefs.map((href) => new URLSearchParams(href.split("?")[1]).get("event") ?? "");
}

test.beforeEach(async ({ tenant }, { title }) => {
  if (title.includes("empty tenant")) return;
  const { key } = await factory.createKey(tenant.id);
  await sendEvents(key, sampleEvents());
  await tenant.signIn(["security_officer"]);
});

test("words, facets and networks narrow the list, and the address carries them", async ({
  page,
  context,
}) => {
  await page.goto("/audit");
  await expect(rows(page)).toHaveCount(50);

  const failure = page.getByRole("option", { name: /Failure/ });
  await clickToOpen(page.getByRole("combobox", { name: "Outcome" }), failure);
  await expect(failure).toContainText("40");
  await failure.click();
  await page.keyboard.press("Escape");
  await expect(rows(page)).toHaveCount(40);
  await expect(page).toHaveURL(/outcome=failure/);

  const ip = page.getByRole("textbox", { name: "IP or CIDR" });
  await ip.fill("203.0.113.0/24");
  await ip.press("Enter");
  await expect(rows(page)).toHaveCount(20);

  const copy = await context.newPage();
  await copy.goto(page.url());
  await expect(rows(copy)).toHaveCount(20);
  expect(await shownIds(copy)).toEqual(await shownIds(page));
  await copy.close();

  await page.goBack();
  await expect(rows(page)).toHaveCount(40);

  await page.goto("/audit");
  await search(page).fill(rawOnlyWord.slice(0, 8));
  await expect(rows(page)).toHaveCount(1);
  await search(page).fill("no such word anywhere");
  await expect(page.getByText(/nothing matches|no events match/i)).toBeVisible();
  await page
    .getByRole("link", { name: /clear/i })
    .or(page.getByRole("button", { name: /clear filters/i }))
    .first()
    .click();
  await expect(rows(page)).toHaveCount(50);
});

test("a bad address block is answered beside its field, and the page lives", async ({ page }) => {
  await page.goto("/audit?ip=10.0.0.0%2F99");
  // The list says it as well, once it has arrived: only the field's own words are meant.
  await expect(page.getByLabel("IP or CIDR")).toHaveAccessibleDescription(
    "After the slash comes a number from 0 to 32.",
  );
  await page.goto("/audit?cursor=garbage");
  await expect(page.getByText(/damaged/)).toBeVisible();
  await page.goto("/audit?from=yesterday");
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
});

test("paging visits every event once, forwards and backwards", async ({ page }) => {
  await page.goto("/audit?source=billing");
  const forwards: string[][] = [];
  const older = page
    .getByRole("link", { name: "Older" })
    .or(page.getByRole("button", { name: "Older" }));
  const newer = page
    .getByRole("link", { name: "Newer" })
    .or(page.getByRole("button", { name: "Newer" }));
  for (;;) {
    await expect(rows(page).first()).toBeVisible();
    const before = await shownIds(page);
    forwards.push(before);
    if (forwards.length === 7) break;
    await older.click();
    await expect.poll(async () => (await shownIds(page))[0]).not.toBe(before[0]);
  }
  expect(forwards.map((ids) => ids.length)).toEqual([50, 50, 50, 50, 50, 50, 20]);
  expect(new Set(forwards.flat()).size).toBe(320);
  for (const expected of forwards.slice(0, -1).toReversed()) {
    await newer.click();
    await expect.poll(() => shownIds(page)).toEqual(expected);
  }
});

test("an event opens beside the list under an address of its own; keys move on", async ({
  page,
}) => {
  await page.goto("/audit?source=billing");
  await expect(rows(page)).toHaveCount(50);
  await rows(page).nth(2).click();
  await expect(page).toHaveURL(/event=/);
  const panel = dialogOf(page).or(page.getByRole("complementary")).last();
  await expect(
    panel.getByText("As Billing wrote it").or(panel.getByText(/wrote it/)),
  ).toBeVisible();
  await expect(panel.getByText("sequence:")).toBeVisible();
  const address = page.url();
  await page.reload();
  await expect(panel.getByText("sequence:")).toBeVisible();
  // Nothing tells when the reloaded list listens: a person presses again, and so do we.
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(page).not.toHaveURL(address, { timeout: 500 });
  }).toPass();
  await page.keyboard.press("k");
  await expect(page).toHaveURL(address);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/event=/);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/event=/);
});

test("another tenant's event is not there, whoever has its address", async ({
  page,
  tenant,
  browser,
}) => {
  await page.goto("/audit?source=billing");
  await expect(rows(page)).toHaveCount(50);
  const [id] = await shownIds(page);
  const foreign = await factory.createTenant("Other");
  const person = await factory.createUser(foreign, { roles: ["security_officer"] });
  const { token } = await factory.createSession(foreign, person.id);
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const url = new URL(page.url()).origin;
  await context.addCookies([{ name: "gatehouse.session", value: token, url }]);
  const other = await context.newPage();
  await other.goto(`/audit?event=${id}`);
  await expect(other.getByText(/no such event/i)).toBeVisible();
  await expect(other.getByText("Invoice 13")).toHaveCount(0);
  expect(tenant.id).not.toBe(foreign);
  await context.close();
});

test("an empty tenant is told how to send the first event", async ({ page, tenant }) => {
  await tenant.signIn(["security_officer"]);
  await page.goto("/audit");
  await expect(page.getByText("No events yet")).toBeVisible();
  await expect(page.getByText(/curl http/)).toBeVisible();
});
