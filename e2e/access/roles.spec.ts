import type { BrowserContext, Page } from "@playwright/test";
import {
  clickToOpen,
  dialogOf,
  expect,
  expectAccessible,
  factory,
  seenEverywhere,
  setting,
  test,
  whenListening,
} from "../fixtures.ts";
import { giveToPerson } from "../give-to-person.ts";

const CLERK = "aaaaaaaa-0000-4000-8000-000000000001";
async function say(page: Page, permission: string, rule: string): Promise<void> {
  const option = page.getByRole("option", { name: rule, exact: true });
  await clickToOpen(page.getByRole("combobox", { name: `This role about ${permission}` }), option);
  // While the list opens it still moves, and a click as fast as a test's lands beside it.
  await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);
  await option.click();
}

async function inheritFrom(page: Page, role: string): Promise<void> {
  await page.getByRole("combobox", { name: "Inherits from" }).click();
  await page.getByPlaceholder("Find a role…").fill(role);
  await page.getByRole("option", { name: role }).first().click();
}

async function makeRole(tenantId: string, name: string): Promise<void> {
  await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, $2, $3)", [
    tenantId,
    CLERK,
    name,
  ]);
}

async function giveRole(tenantId: string, userId: string): Promise<void> {
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, $3)",
    [tenantId, userId, CLERK],
  );
}

/** Ids of what somebody may do, as the API tells their own browser. */
async function permissionsOf(context: BrowserContext): Promise<string[]> {
  const answer = await context.request.get(`${setting("E2E_URL")}/api/v1/me`);
  const { permissions } = (await answer.json()) as { permissions: string[] };
  return permissions;
}

test("a role inherits, denies, and shows whom a change concerns before it is saved", async ({
  page,
  browser,
  tenant,
}) => {
  const context = await browser.newContext();
  const person = await tenant.signIn([], context);
  await factory.query("UPDATE users SET name = 'Grace Hopper' WHERE id = $1", [person.userId]);
  await tenant.signIn();

  await page.goto("/roles/new");
  const name = page.getByLabel("Name", { exact: true });
  await whenListening(name);
  await name.fill("Clerk");
  await inheritFrom(page, "User");
  await expect(
    page.getByText("It says something about 0, and comes to 17 permissions."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Create role" }).click();
  await expect(page.getByRole("heading", { name: "Clerk" })).toBeVisible();
  await giveToPerson(page, "Clerk", "Grace Hopper");
  await expect.poll(() => permissionsOf(context)).toContain("document.read");
  expect(await permissionsOf(context)).not.toContain("document.share");

  await page.getByRole("link", { name: /^Permissions/ }).click();
  await whenListening(name);
  await inheritFrom(page, "Manager");
  await page.getByLabel("Search permissions").fill("documents");
  await expect(page.getByText("Inherited from Manager.").first()).toBeVisible();
  await say(page, "Delete documents", "Denies");
  await expect(page.getByText("This role takes it away.")).toBeVisible();
  await seenEverywhere(page, "role-edit");
  await page.getByRole("button", { name: "Save changes" }).click();
  const dialog = dialogOf(page, /Save changes to Clerk/);
  await expect(dialog.getByText(/Grace Hopper gains \d+ permissions/)).toBeVisible();
  await seenEverywhere(page, "role-radius");
  expect(await permissionsOf(context)).not.toContain("document.share");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => permissionsOf(context)).toContain("document.share");
  expect(await permissionsOf(context)).not.toContain("document.delete");
  const [event] = await factory.query<{ details: { radius: { peopleCount: number } } }>(
    "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'role.updated'",
    [tenant.id],
  );
  expect(event?.details.radius.peopleCount).toBe(1);
  await context.close();
});

test("a change of a role that many have names them all on demand", async ({ page, tenant }) => {
  await tenant.signIn();
  await makeRole(tenant.id, "Clerk");
  for (const name of ["Ada", "Barbara", "Edsger", "Grace", "Tony"]) {
    const { id } = await factory.createUser(tenant.id, { roles: [], name });
    await giveRole(tenant.id, id);
  }
  await page.goto(`/roles/${CLERK}`);
  await whenListening(page.getByLabel("Name", { exact: true }));
  const category = page.getByRole("combobox", { name: "Category" });
  await category.click();
  await page.getByRole("option", { name: /^Billing and subscriptions \(\d+\)$/ }).click();
  await expect(page.getByText("Delete documents")).toHaveCount(0);
  await say(page, "Refund invoices", "Allows on own");
  await page.getByRole("button", { name: "Save changes" }).click();
  const dialog = dialogOf(page, /Save changes to Clerk/);
  await expect(dialog.getByText(/and 2 more gain .*Refund invoices \(only own\)/)).toBeVisible();
  await dialog.getByText("All 5 people").click();
  for (const name of ["Ada", "Barbara", "Edsger", "Grace", "Tony"]) {
    await expect(dialog.getByText(name).last()).toBeVisible();
  }
  await expectAccessible(page);
});

test("a circle of roles is refused, and its names are said", async ({ page, tenant }) => {
  await tenant.signIn();
  const tenantId = tenant.id;
  await factory.query(
    `INSERT INTO roles (tenant_id, id, name) VALUES
       ($1, 'aaaaaaaa-0000-4000-8000-000000000001', 'Upper'),
       ($1, 'aaaaaaaa-0000-4000-8000-000000000002', 'Lower')`,
    [tenantId],
  );
  await factory.query(
    "INSERT INTO role_parents VALUES ($1, 'aaaaaaaa-0000-4000-8000-000000000002', 'aaaaaaaa-0000-4000-8000-000000000001')",
    [tenantId],
  );
  await page.goto(`/roles/${CLERK}`);
  await whenListening(page.getByLabel("Name", { exact: true }));
  await inheritFrom(page, "Lower");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(dialogOf(page).getByText("Upper > Lower > Upper")).toBeVisible();
});

test("roles are compared, and duplicated with what they inherit", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/roles/manager");
  await page.getByRole("link", { name: "Compare with…" }).click();
  await expect(page.getByRole("heading", { name: "Compare roles" })).toBeVisible();
  await page.getByRole("combobox", { name: "Second role" }).click();
  await page.getByPlaceholder("Find a role…").fill("user");
  await page.getByRole("option", { name: "User", exact: true }).click();
  await expect(page).toHaveURL(/a=manager&b=user/);
  const table = page.getByRole("table", { name: /differences/ });
  await expect(table.getByRole("row", { name: /Delete documents/ })).toContainText("Allows");
  await expect(table.getByRole("rowheader", { name: /^Only in Manager \d+$/ })).toBeVisible();
  await expect(table.getByRole("rowheader", { name: /^Only in User/ })).toHaveCount(0);
  await page.getByText(/\d+ permissions the same in both/).click();
  await seenEverywhere(page, "role-compare");
  await page.goto("/roles/manager");
  await page.getByRole("link", { name: "Duplicate" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Copy of Manager");
  await seenEverywhere(page, "role-duplicate");
  await expect(page.getByRole("button", { name: "Do not inherit from User" })).toBeVisible();
});

test("whoever has a role that is deleted gets another one", async ({ page, tenant }) => {
  await tenant.signIn();
  await makeRole(tenant.id, "Old");
  const { id: userId } = await factory.createUser(tenant.id, { roles: [], name: "Grace Hopper" });
  await giveRole(tenant.id, userId);
  await page.goto(`/roles/${CLERK}`);
  const dialog = dialogOf(page, "Delete Old?");
  await clickToOpen(page.getByRole("button", { name: "Delete role" }), dialog);
  const confirm = dialog.getByRole("button", { name: "Delete role" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("combobox").click();
  await page.getByRole("option", { name: "Executive", exact: true }).click();
  await expect(dialog.getByText("Grace Hopper").first()).toBeVisible();
  await seenEverywhere(page, "role-delete");
  await confirm.click();
  await expect(page).toHaveURL(/\/roles$/);
  const rows = await factory.query("SELECT role FROM role_assignments WHERE user_id = $1", [
    userId,
  ]);
  expect(rows).toEqual([{ role: "executive" }]);
});
