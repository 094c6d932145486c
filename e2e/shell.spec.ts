import { clickToOpen, dialogOf, expect, expectAccessible, factory, test } from "./fixtures.ts";

test("the keyboard goes everywhere, and stays out of the way while somebody types", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await page.goto("/account");
  const heading = (name: string) => page.getByRole("heading", { name, level: 1 });
  await expect(heading("Your account")).toBeVisible();

  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(dialogOf(page)).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.keyboard.type("sess");
  await page.keyboard.press("Enter");
  await expect(heading("Sessions")).toBeVisible();

  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(heading("Audit log")).toBeVisible();

  const search = page.getByRole("textbox", { name: "Search events" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("g s?");
  await expect(search).toHaveValue("g s?");
  await expect(heading("Audit log")).toBeVisible();
  await expect(dialogOf(page)).toHaveCount(0);

  await search.blur();
  await page.keyboard.press("?");
  await expect(dialogOf(page, "Keyboard shortcuts")).toBeVisible();
});

test("the theme is remembered and served with the first byte", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/account");
  const dark = page.getByRole("menuitemradio", { name: "Dark" });
  await clickToOpen(page.getByRole("button", { name: /Ada Example/ }), dark);
  await dark.click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await expect(async () => {
    const html = await (await page.request.get("/account")).text();
    expect(html).toMatch(/<html[^>]*class="[^"]*dark/);
  }).toPass();
  await page.reload();
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("preferences show at once and follow a person to another device", async ({
  page,
  tenant,
  browser,
}) => {
  const { userId } = await tenant.signIn();
  await page.goto("/account");
  const compact = page.getByText("Compact", { exact: true });
  await clickToOpen(compact, page.locator("[data-density=compact]"));
  await expect(page.getByText("Preferences saved").first()).toBeVisible();
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  const search = async (choice: string, field: string, words: string) => {
    const input = page.getByPlaceholder(field);
    await clickToOpen(page.getByRole("combobox", { name: choice }), input);
    await input.fill(words);
    await input.press("ArrowDown");
    await input.press("Enter");
    await expect(input).toBeHidden();
  };
  const swiss = /1[’']234\.5/;
  await search("Dates and numbers", "Find a language or region", "de-CH");
  await expect(page.getByText(swiss)).toBeVisible();
  await search("Time zone", "Find a time zone", "Kathmandu");
  await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveText("Kathmandu");
  const stored = () =>
    factory.query("SELECT theme, density, time_zone, locale FROM preferences WHERE user_id = $1", [
      userId,
    ]);
  await expect
    .poll(stored)
    .toEqual([{ theme: "dark", density: "compact", time_zone: "Asia/Kathmandu", locale: "de-CH" }]);

  const session = await factory.createSession(tenant.id, userId);
  const device = await browser.newContext();
  const other = await device.newPage();
  const origin = new URL(page.url()).origin;
  await device.addCookies([{ name: "gatehouse.session", value: session.token, url: origin }]);
  await other.goto(`${origin}/account`);
  await expect(other.locator("html")).toHaveClass(/dark/);
  await expect(other.locator("[data-density=compact]")).toBeVisible();
  await expect(other.getByText(swiss)).toBeVisible();
  await expect
    .poll(async () => (await device.cookies()).find(({ name }) => name === "theme")?.value)
    .toBe("dark");
  await device.close();
});

test("who lacks a permission is told which, who can help, and is on record", async ({
  page,
  tenant,
}) => {
  const { userId } = await tenant.signIn(["executive"]);
  await page.goto("/");
  await expect(page).toHaveURL(/\/overview/);
  const menu = page.getByRole("navigation", { name: "Main" });
  await expect(menu.getByRole("link", { name: "Your account" })).toBeVisible();
  await expect(menu.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await page.goto("/audit");
  await expect(page.getByRole("heading", { name: "You may not see this page" })).toBeVisible();
  await expect(page.getByText("Search the audit log")).toBeVisible();
  await expect(page.getByText(/Tenant admin or Security officer/)).toBeVisible();
  const denials = await factory.query<{ target_id: string }>(
    "SELECT target_id FROM audit_events WHERE actor_id = $1 AND outcome = 'denied'",
    [userId],
  );
  expect(denials.map((denial) => denial.target_id)).toEqual(["audit.read"]);
});

test("an address with nothing behind it says so, inside the shell", async ({ page, tenant }) => {
  await tenant.signIn();
  const response = await page.goto("/reports/of/nobody");
  expect(response?.status()).toBe(404);
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("on a phone the menu is a drawer", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/account");
  await expect(async () => {
    await page.getByRole("button", { name: "Open menu" }).click();
    const link = dialogOf(page).getByRole("link", { name: "Sessions" });
    await link.click({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole("heading", { name: "Sessions", level: 1 })).toBeVisible();
  await expect(dialogOf(page)).toHaveCount(0);
});

test("the first Tab offers to skip the menu", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/account");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: /skip/i })).toBeFocused();
});

test("who has no permissions begins in their account, and is told who gives some", async ({
  page,
  tenant,
}) => {
  await tenant.signIn([]);
  await page.goto("/");
  await expect(page).toHaveURL(/\/account$/);
  const notice = page.getByRole("complementary", { name: "No access yet" });
  await expect(notice).toContainText("Tenant admin");
  await expectAccessible(page);
});

test("a button whose action takes long says that it works", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/account");
  const button = page.getByRole("button", { name: "Change password" });
  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("New password").fill("maple otter canyon thimble");
  const answer = Promise.withResolvers<void>();
  await page.route("**/account", async (route) => {
    if (route.request().method() === "POST") await answer.promise;
    await route.fallback();
  });
  const { width } = (await button.boundingBox()) ?? { width: 0 };
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  await expect(button.locator("svg.animate-spin")).toBeVisible();
  expect((await button.boundingBox())?.width).toBe(width);
  await expectAccessible(page);
  answer.resolve();
  await expect(button).not.toHaveAttribute("aria-busy");
});
