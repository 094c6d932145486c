import { dialogOf, expect, setting, test } from "../fixtures.ts";

test("a key is made once, works, and stops within a second of its revocation", async ({
  page,
  tenant,
  request,
}) => {
  await tenant.signIn();
  await page.goto("/settings/api-keys");
  await expect(async () => {
    await page.getByRole("button", { name: "Create API key" }).first().click();
    await expect(dialogOf(page)).toBeVisible({ timeout: 3_000 });
  }).toPass();
  const dialog = dialogOf(page);
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByText(/Give the key a name/)).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("Billing service");
  await dialog.getByRole("checkbox", { name: "Send audit events" }).check();
  await dialog.getByRole("button", { name: "Create key" }).click();
  const key = (await dialog.locator("[data-new-api-key]").textContent()) ?? "";
  expect(key).toMatch(/^ghk_[\w-]{86}$/);

  const send = () =>
    request.post(`${setting("E2E_URL")}/api/v1/audit/events`, {
      headers: { Authorization: `Bearer ${key}` },
      data: {
        events: [{ id: "one", occurredAt: "2026-11-01T00:00:00Z", action: "invoice.refunded" }],
      },
    });
  expect((await send()).status()).toBe(200);

  await dialog.getByRole("button", { name: "I have stored the key" }).click();
  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  const row = page.getByRole("row", { name: /Billing service/ });
  await expect(async () => {
    await row.getByRole("button", { name: /Revoke/ }).click();
    await expect(page.getByRole("alertdialog").or(dialogOf(page))).toBeVisible({
      timeout: 3_000,
    });
  }).toPass();
  const confirm = page.getByRole("alertdialog").or(dialogOf(page));
  await confirm.getByRole("button", { name: /Revoke/ }).click();
  await expect(row.getByText("Revoked")).toBeVisible();
  await expect(async () => expect((await send()).status()).toBe(401)).toPass({
    timeout: 2_000,
    intervals: [50],
  });
});
