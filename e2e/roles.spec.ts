import type { Page } from "@playwright/test";
import { clickToOpen, expect, expectAccessible, factory, test, whenListening } from "./fixtures.ts";

async function say(page: Page, permission: string, rule: string): Promise<void> {
  await page.getByRole("combobox", { name: `This role about ${permission}` }).click();
  await page.getByRole("option", { name: rule, exact: true }).click();
}

async function inheritFrom(page: Page, role: string): Promise<void> {
  await page.getByRole("combobox", { name: "Inherits from" }).click();
  await page.getByPlaceholder("Find a role…").fill(role);
  await page.getByRole("option", { name: role }).first().click();
}

test("a role inherits, denies, and shows whom a change concerns before it is saved", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  const tenantId = tenant.id;
  const { id: userId } = await factory.createUser(tenantId, { roles: [], name: "Grace Hopper" });
  await factory.query(
    "INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'aaaaaaaa-0000-4000-8000-000000000001', 'Clerk')",
    [tenantId],
  );
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'aaaaaaaa-0000-4000-8000-000000000001')",
    [tenantId, userId],
  );

  await page.goto("/roles/aaaaaaaa-0000-4000-8000-000000000001");
  await whenListening(page.getByLabel("Name", { exact: true }));
  await inheritFrom(page, "Manager");
  await expect(page.getByText("Inherited from Manager.").first()).toBeVisible();
  await say(page, "Delete documents", "Denies");
  await expect(page.getByText("This role takes it away.")).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();
  const dialog = page.getByRole("dialog", { name: /Save changes to Clerk/ });
  await expect(dialog.getByText("Grace Hopper").first()).toBeVisible();
  await expect(dialog.getByText(/gains \d+ permissions/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog).toBeHidden();
  const rows = await factory.query<{ effect: string }>(
    "SELECT effect FROM role_permissions WHERE tenant_id = $1 AND permission = 'document.delete'",
    [tenantId],
  );
  expect(rows).toEqual([{ effect: "deny" }]);
  const [event] = await factory.query<{ details: { radius: { peopleCount: number } } }>(
    "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'role.updated'",
    [tenantId],
  );
  expect(event?.details.radius.peopleCount).toBe(1);
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
  await page.goto("/roles/aaaaaaaa-0000-4000-8000-000000000001");
  await whenListening(page.getByLabel("Name", { exact: true }));
  await inheritFrom(page, "Lower");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("dialog").getByText("Upper > Lower > Upper")).toBeVisible();
});

test("roles are compared, and duplicated with what they inherit", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/roles/manager");
  await page.getByRole("link", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { name: "Compare roles" })).toBeVisible();
  await page.getByRole("combobox", { name: "Second role" }).click();
  await page.getByPlaceholder("Find a role…").fill("user");
  await page.getByRole("option", { name: "User", exact: true }).click();
  await expect(page).toHaveURL(/a=manager&b=user/);
  const table = page.getByRole("table", { name: /differences/ });
  await expect(table.getByRole("row", { name: /Delete documents/ })).toContainText("Allows");
  await page.goto("/roles/manager");
  await page.getByRole("link", { name: "Duplicate" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Copy of Manager");
  await expect(page.getByRole("button", { name: "Do not inherit from User" })).toBeVisible();
});

test("whoever has a role that is deleted gets another one", async ({ page, tenant }) => {
  await tenant.signIn();
  const tenantId = tenant.id;
  const { id: userId } = await factory.createUser(tenantId, { roles: [], name: "Grace Hopper" });
  await factory.query(
    "INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'aaaaaaaa-0000-4000-8000-000000000001', 'Old')",
    [tenantId],
  );
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'aaaaaaaa-0000-4000-8000-000000000001')",
    [tenantId, userId],
  );
  await page.goto("/roles/aaaaaaaa-0000-4000-8000-000000000001");
  const dialog = page.getByRole("dialog", { name: "Delete Old?" });
  await clickToOpen(page.getByRole("button", { name: "Delete role" }), dialog);
  const confirm = dialog.getByRole("button", { name: "Delete role" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("combobox").click();
  await page.getByRole("option", { name: "Executive", exact: true }).click();
  await expect(dialog.getByText("Grace Hopper")).toBeVisible();
  await expectAccessible(page);
  await confirm.click();
  await expect(page).toHaveURL(/\/roles$/);
  const rows = await factory.query("SELECT role FROM role_assignments WHERE user_id = $1", [
    userId,
  ]);
  expect(rows).toEqual([{ role: "executive" }]);
});
