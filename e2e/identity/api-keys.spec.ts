import { dialogOf, expect, factory, setting, test } from "../fixtures.ts";

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
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog.getByText("Choose at least one permission.")).toBeVisible();
  await expect(dialog.getByText("0 chosen")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Search permissions" }).fill("send events");
  // Enter searches; the form is not sent.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("checkbox")).toHaveCount(1);
  await dialog.getByRole("checkbox", { name: "Send audit events" }).focus();
  await page.keyboard.press("Space");
  await expect(dialog.getByText("1 chosen")).toBeVisible();
  await expect(dialog.getByRole("list", { name: "Chosen permissions" })).toContainText(
    "Send audit events",
  );
  await dialog.getByRole("button", { name: "Clear search" }).click();
  await expect(dialog.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await dialog.getByRole("button", { name: "Create key" }).click();
  const key = (await dialog.locator("[data-secret]").textContent()) ?? "";
  expect(key).toMatch(/^ghk_[\w-]{86}$/);
  await expect(dialog.getByRole("heading", { name: "Try it: send one event" })).toBeVisible();
  await expect(dialog.getByRole("heading", { name: /decision/ })).toHaveCount(0);
  await expect(dialog.getByRole("link", { name: "decisions" })).toHaveAttribute(
    "href",
    "/access/v1/docs",
  );

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

test("a key for decisions is handed over with a question, and its name is taken while it lives", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await page.goto("/settings/api-keys?new=true");
  const dialog = dialogOf(page);
  const make = async (name: string) => {
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await dialog.getByRole("checkbox", { name: "Ask for decisions" }).check();
    await dialog.getByRole("button", { name: "Create key" }).click();
  };
  await make("Gateway");
  await expect(dialog.getByRole("heading", { name: "Try it: ask for one decision" })).toBeVisible();
  await expect(dialog.getByRole("heading", { name: /event/ })).toHaveCount(0);
  await dialog.getByRole("button", { name: "I have stored the key" }).click();
  await page.goto("/settings/api-keys?new=true");
  await make("GATEWAY");
  await expect(dialog.getByText(/There is a key called Gateway already/)).toBeVisible();
});

test("a key that has expired is listed as that, and not revoked any more", async ({
  page,
  tenant,
}) => {
  await factory.createKey(tenant.id, ["audit.read"], {
    expiresAt: new Date(Date.now() - 60_000),
  });
  await tenant.signIn();
  await page.goto("/settings/api-keys");
  const row = page.getByRole("row", { name: /Expired/ });
  await expect(row).toBeVisible();
  await expect(row.getByRole("button", { name: /Revoke/ })).toHaveCount(0);
});
