import type { Page } from "@playwright/test";
import { fillAwkwardly, holding } from "../testing/awkward-tenant.ts";
import { expect, factory, test } from "./fixtures.ts";

// testing/figures.db.test.ts compares what the pages' queries say; here it is what they show.

const rowsOf = (page: Page, name: string) =>
  page.getByRole("table", { name }).locator("tbody").getByRole("row");

test("pages say the same of the people of a role", async ({ page, tenant }) => {
  const { userId } = await tenant.signIn();
  const { roles } = await fillAwkwardly(factory, { tenantId: tenant.id, id: userId });
  // Where nothing was used yet there is no list of what is unused.
  await factory.query(
    `INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, count, last_at)
     VALUES ($1, $2, 'document.read', current_date, 'everywhere', 1, now())`,
    [tenant.id, userId],
  );
  const id = roles.editor ?? "";
  const count = holding.editor.length;
  await page.goto("/roles?text=editor");
  await expect(rowsOf(page, "Roles")).toHaveCount(1);
  await expect(rowsOf(page, "Roles").getByRole("cell").nth(3)).toHaveText(String(count));
  await page.goto(`/roles/${id}/people`);
  const tabs = page.getByRole("navigation", { name: "Role", exact: true });
  await expect(tabs.getByRole("link", { name: /^People/ })).toHaveText(`People ${count}`);
  await expect(rowsOf(page, "People")).toHaveCount(count);
  await expect(
    page.getByText("3 people were given this role and do not have it now."),
  ).toBeVisible();
  await page.goto(`/users?role=${id}`);
  await expect(rowsOf(page, "People")).toHaveCount(count);
  await page.goto(`/matrix/people?role=${id}`);
  await expect(page.getByText(new RegExp(`^${count} people, \\d+ permissions$`))).toBeVisible();
  // Those who have a role that inherits from it are reached as well, and it says so.
  const reached = new Set([...holding.editor, ...holding.heir, ...holding.deep]).size;
  await page.goto("/unused?text=editor");
  await expect(rowsOf(page, "Roles by use")).toContainText(`${reached} people`);
  await page.goto(`/unused/roles/${id}`);
  await expect(page.getByText(`${reached} people have it, or a role that inherits`)).toBeVisible();
});

test("a separation of duty says who is excepted", async ({ page, tenant }) => {
  const { userId } = await tenant.signIn();
  await fillAwkwardly(factory, { tenantId: tenant.id, id: userId });
  await page.goto("/separation");
  await expect(page.locator('[data-rule="Invoices"]')).toContainText("1 person has an exception");
  await expect(page.locator('[data-rule="Shifts"]')).toContainText("1 person has an exception");
});
