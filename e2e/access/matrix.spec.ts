import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import {
  clickToOpen,
  expect,
  expectAccessible,
  factory,
  seenEverywhere,
  setting,
  test,
  whenListening,
} from "../fixtures.ts";

async function makeRole(tenantId: string, id: string, name: string, parents: string[] = []) {
  await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, $2, $3)", [
    tenantId,
    id,
    name,
  ]);
  await factory.query("INSERT INTO role_parents SELECT $1, $2, unnest($3::text[])", [
    tenantId,
    id,
    parents,
  ]);
}

async function say(tenantId: string, roleId: string, permission: string, effect = "allow") {
  await factory.query(
    "INSERT INTO role_permissions (tenant_id, role_id, permission, effect) VALUES ($1, $2, $3, $4)",
    [tenantId, roleId, permission, effect],
  );
}

async function makePeople(tenantId: string, count: number) {
  await factory.query(
    `INSERT INTO users (tenant_id, email, name)
     SELECT $1::uuid, $1 || '.' || n || '@example.com', 'Person ' || lpad(n::text, 4, '0')
     FROM generate_series(1, $2::int) AS n`,
    [tenantId, count],
  );
}

const cell = (page: Page, name: string | RegExp) => page.getByRole("link", { name });
const inspector = (page: Page) => page.locator("[data-inspector]");

/** The grid listens as soon as it moves its focus. */
async function enterGrid(page: Page, name: string) {
  await whenListening(page.getByRole("grid"));
  await cell(page, name).focus();
}

test("roles stand beside permissions, and the keyboard leads everywhere", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await makeRole(tenant.id, "clerk", "Clerk", ["user"]);
  await say(tenant.id, "clerk", "user.read");
  await say(tenant.id, "clerk", "document.create", "deny");
  await page.goto("/matrix");
  const grid = page.getByRole("grid", { name: "Roles and permissions" });
  await expect(grid).toHaveAttribute("aria-rowcount", "8");
  await expect(cell(page, "Clerk, See people: Allowed, said by this role")).toBeVisible();
  await seenEverywhere(page, "matrix-roles");

  await enterGrid(page, "Clerk, See people: Allowed, said by this role");
  await expect(inspector(page)).toHaveText("Clerk, See people: Allowed, said by this role");
  await page.keyboard.press("ArrowUp");
  await expect(cell(page, /^User, See people: Not allowed$/)).toBeFocused();
  await page.keyboard.press("Control+End");
  const last = page.locator(":focus");
  await expect(last).toHaveAttribute("data-place", /^5:\d{2,}$/);
  await expect(last).toBeInViewport();
  await page.keyboard.press("Control+Home");
  await expect(page.locator(":focus")).toHaveAttribute("data-place", "0:-1");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("columnheader", { name: "See people" })).toBeFocused();
  await expect(inspector(page)).toContainText("Risk: low.");

  await page.getByRole("combobox", { name: "Category" }).click();
  await page.getByRole("option", { name: /Data operations/ }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/category=Data\+operations/);
  await cell(page, "Clerk, Create documents: Denied, said by this role").click();
  await expect(page).toHaveURL(/\/roles\/clerk$/);
});

test("chosen roles are compared by what differs, as the URL says", async ({ page, tenant }) => {
  await tenant.signIn();
  await makeRole(tenant.id, "clerk", "Clerk", ["user"]);
  await say(tenant.id, "clerk", "invoice.refund");
  await page.goto("/matrix?role=clerk&role=user&differs=1");
  const grid = page.getByRole("grid");
  await expect(grid).toHaveAttribute("aria-rowcount", "4");
  await expect(cell(page, "Clerk, Refund invoices: Allowed, said by this role")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Read documents" })).toHaveCount(0);
  const allowed = page.getByRole("button", { name: "Only allowed" });
  const differs = page.getByRole("button", { name: "Only differences" });
  await expect(differs).toHaveAttribute("aria-pressed", "true");
  await whenListening(differs);
  await differs.click();
  await expect(page).not.toHaveURL(/differs/);
  await expect(page.getByText(/^2 roles, \d{3} permissions$/)).toBeVisible();
  await allowed.click();
  await expect(page).toHaveURL(/allowed=1/);
  await expect(page.getByText(/^2 roles, \d{2} permissions$/)).toBeVisible();
  await page.goBack();
  await expect(page.getByText(/^2 roles, \d{3} permissions$/)).toBeVisible();
  await page.goto("/matrix?text=nothing+is+called+so");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await seenEverywhere(page, "matrix-nothing-matches");
});

test("people come as one scrolls, and each mark leads to why", async ({ page, tenant }) => {
  test.slow(true, "axe looks at more than a thousand cells.");
  const { userId } = await tenant.signIn();
  await makePeople(tenant.id, 450);
  await page.goto("/matrix/people");
  const grid = page.getByRole("grid", { name: "People and permissions" });
  await expect(grid).toHaveAttribute("aria-rowcount", "453");
  await expect(cell(page, "Ada Example, See people: Allowed")).toBeVisible();
  await seenEverywhere(page, "matrix-people");
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
  await enterGrid(page, "Ada Example, See people: Allowed");
  await expect(async () => {
    await page.keyboard.press("Control+End");
    await expect(page.getByRole("rowheader", { name: /Person 0450/ })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await expect(page.locator(":focus")).toHaveAttribute("data-place", /^450:/);
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/explain\\?user=${userId}&permission=user\\.read`));
  await expect(page.getByRole("heading", { name: "Explain access" })).toBeVisible();
});

test("a phone shows a list, and of whom is picked the permissions", async ({ page, tenant }) => {
  await tenant.signIn();
  await makePeople(tenant.id, 120);
  await makeRole(tenant.id, "clerk", "Clerk", ["user"]);
  await say(tenant.id, "clerk", "document.create", "deny");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/matrix");
  await expect(page.getByRole("grid")).toBeHidden();
  const section = page.getByRole("region", { name: "Clerk" });
  await clickToOpen(page.getByRole("button", { name: /^Clerk/ }), section);
  await expect(page).toHaveURL(/pick=clerk/);
  await expect(section.getByRole("link", { name: /Create documents/ })).toContainText("Denied");
  await page.screenshot({ path: "test-results/screens/matrix-picked-light-phone.png" });
  await expectAccessible(page);
  await page.goBack();
  await expect(section).toBeHidden();

  await page.goto("/matrix/people");
  const people = page.getByRole("list", { name: "People" });
  await expect(people.getByRole("listitem")).toHaveCount(100);
  const more = page.getByRole("button", { name: "Show more people" });
  await whenListening(more);
  await more.click();
  await expect(people.getByRole("listitem")).toHaveCount(121);
  await people.getByRole("button", { name: /Person 0120/ }).click();
  await expect(page.getByRole("heading", { name: "Person 0120" })).toBeVisible();
  // Not on the first page: the server knows whom the address picks.
  await page.reload();
  await expect(page.getByRole("heading", { name: "Person 0120" })).toBeVisible();
});

test("an export holds what is chosen, and is recorded before it begins", async ({
  page,
  tenant,
}) => {
  const { userId } = await tenant.signIn();
  await makeRole(tenant.id, "bad", '=HYPERLINK("http://x")');
  await page.goto("/matrix?role=bad&area=module.audit");
  const csv = page.getByRole("menuitem", { name: /CSV/ });
  await clickToOpen(page.getByRole("button", { name: "Export" }), csv);
  const [download] = await Promise.all([page.waitForEvent("download"), csv.click()]);
  expect(download.suggestedFilename()).toMatch(/^access-matrix-roles-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const [head, row] = text.split("\r\n");
  expect(head).toMatch(/^\uFEFFrole,description,id,.*audit\.read/);
  expect(head).not.toContain("user.read");
  expect(row).toMatch(/^"'=HYPERLINK\(""http:\/\/x""\)",,bad,no/);
  const events = await factory.query(
    "SELECT actor_id, details FROM audit_events WHERE tenant_id = $1 AND action = 'matrix.exported'",
    [tenant.id],
  );
  expect(events).toMatchObject([
    { actor_id: userId, details: { format: "csv", filters: { role: ["bad"] } } },
  ]);
  const everybody = await page.request.get("/api/matrix/export?view=people&format=json");
  expect(everybody.headers()["cache-control"]).toContain("no-store");
  expect(await everybody.json()).toMatchObject({ rows: [{ name: "Ada Example" }] });
});

test("who may only look sees no export and is refused one, on record", async ({
  page,
  browser,
  tenant,
}) => {
  const { userId } = await tenant.signIn([]);
  await makeRole(tenant.id, "viewer", "Viewer");
  await say(tenant.id, "viewer", "matrix.read");
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'viewer')",
    [tenant.id, userId],
  );
  await page.goto("/matrix/people");
  // Without the permission to ask why, a mark leads to the person.
  const link = cell(page, "Ada Example, See people: Allowed");
  await expect(link).toHaveAttribute("href", `/users/${userId}`);
  await expect(page.getByRole("button", { name: "Export" })).toHaveCount(0);
  const refused = await page.request.get("/api/matrix/export?format=csv");
  expect(refused.status()).toBe(403);
  const denied = await factory.query(
    "SELECT target_id FROM audit_events WHERE tenant_id = $1 AND action = 'access.denied'",
    [tenant.id],
  );
  expect(denied).toEqual([{ target_id: "matrix.export" }]);
  const elsewhere = { "Sec-Fetch-Site": "cross-site" };
  const lured = await page.request.get("/api/matrix/people", { headers: elsewhere });
  expect(lured.status()).toBe(403);

  const context = await browser.newContext();
  await tenant.signIn(["executive"], context);
  const other = await context.newPage();
  await other.goto(`${setting("E2E_URL")}/matrix`);
  await expect(other.getByText("You may not see this page")).toBeVisible();
  const more = await context.request.get(`${setting("E2E_URL")}/api/matrix/people`);
  expect(more.status()).toBe(403);
  await context.close();
});

test("500 roles with long names and a product of many permissions fit", async ({
  page,
  tenant,
}) => {
  test.slow(true, "axe looks at more than a thousand cells.");
  await tenant.signIn();
  await factory.query(
    `INSERT INTO roles (tenant_id, id, name, description)
     SELECT $1, 'r' || n, 'Regional manager of the department of long names, number ' || n, repeat('long ', 40)
     FROM generate_series(1, 500) AS n`,
    [tenant.id],
  );
  await factory.query(
    `INSERT INTO resource_actions (tenant_id, resource_type, name, risk)
     SELECT $1, 'extraordinarily_long_type', 'reconsider_everything_' || n, 'critical' FROM generate_series(1, 80) AS n`,
    [tenant.id],
  );
  await page.goto("/matrix");
  const grid = page.getByRole("grid");
  await expect(grid).toHaveAttribute("aria-rowcount", "507");
  await whenListening(grid);
  expect(await grid.getByRole("gridcell").count()).toBeLessThan(2_500);
  await grid.evaluate((element) => element.scrollTo(5_000, 9_000));
  await expect(page.getByRole("columnheader", { name: "Your products" })).toBeVisible();
  await expect(grid.getByRole("row").last()).toHaveAttribute("aria-rowindex", /^(2|3)\d\d$/);
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
  await seenEverywhere(page, "matrix-overfull");
});
