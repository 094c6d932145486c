import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { hashLinkSecret, makeLoginLink } from "../../lib/identity/credentials/login-link.ts";
import {
  clickToOpen,
  dialogOf,
  expect,
  factory,
  seenEverywhere,
  setting,
  test,
} from "../fixtures.ts";

const password = "vellum teapot ironing giraffe";

async function logIn(page: Page, email: string, typed = password): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(typed);
  await page.getByRole("button", { name: "Log in" }).click();
}

test("a person logs in, lands where they wanted to go, and logs out for good", async ({
  page,
  context,
  tenant,
  browser,
}) => {
  const { email } = await factory.createUser(tenant.id, { password });
  await page.goto("/settings/api-keys");
  await expect(page).toHaveURL(/\/login\?next=/);
  await logIn(page, email, "not the password");
  await expect(page.getByText("E-mail address or password is wrong.")).toBeVisible();
  await logIn(page, email);
  await expect(page.getByRole("heading", { name: "API keys", level: 1 })).toBeVisible();

  const cookie = (await context.cookies()).find(({ name }) => name === "gatehouse.session");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  const logOut = page.getByRole("menuitem", { name: "Log out" });
  await clickToOpen(page.getByRole("button", { name: /Ada Example/ }), logOut);
  await logOut.click();
  await expect(page).toHaveURL(/\/login/);
  // The cookie as a thief may have copied it before.
  const thief = await browser.newContext({ baseURL: setting("E2E_URL") });
  if (cookie) await thief.addCookies([cookie]);
  const stolen = await thief.newPage();
  await stolen.goto("/settings/api-keys");
  await expect(stolen).toHaveURL(/\/login/);
  await thief.close();
});

test("too many attempts are told apart from wrong ones", async ({ page, tenant }) => {
  const { email } = await factory.createUser(tenant.id, { password });
  await page.goto("/login");
  await expect(async () => {
    const answered = page.waitForResponse("**/api/auth/callback/credentials**");
    await logIn(page, email, "not the password");
    await answered;
    await expect(page.getByText("Too many attempts.")).toBeVisible({ timeout: 300 });
  }).toPass({ intervals: [0] });
});

test("somebody with the same password in two tenants chooses where to log in", async ({
  page,
  tenant,
}) => {
  const { email } = await factory.createUser(tenant.id, { password });
  const other = await factory.createTenant("The other organization");
  await factory.createUser(other, { password, email, name: "Ada Elsewhere" });
  await page.goto("/login");
  await logIn(page, email);
  await expect(page.getByText("Choose where to log in.")).toBeVisible();
  await page.getByRole("combobox", { name: /Log in to/ }).click();
  await page.getByRole("option", { name: "The other organization" }).click();
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("button", { name: /Ada Elsewhere/ })).toBeVisible();
});

test("no address in `next` leads away from Gatehouse", async ({ page, tenant }) => {
  for (const next of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:1",
  ]) {
    const { email } = await factory.createUser(tenant.id, { password });
    await page.context().clearCookies();
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await logIn(page, email);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    expect(page.url().startsWith(setting("E2E_URL"))).toBe(true);
  }
});

test("a session ended by an administrator is over within a second in the other browser", async ({
  page,
  tenant,
  browser,
}) => {
  await tenant.signIn(["tenant_admin"]);
  const context = await browser.newContext({ baseURL: setting("E2E_URL") });
  const victim = await tenant.signIn(["security_officer"], context);
  const other = await context.newPage();
  await other.goto("/account");
  await expect(other.getByRole("heading", { name: "Your account" })).toBeVisible();

  await page.goto(`/settings/sessions?text=${victim.email}`);
  const dialog = page.getByRole("alertdialog").or(dialogOf(page));
  await clickToOpen(page.getByRole("button", { name: /^End session of/ }), dialog);
  await dialog.getByRole("button", { name: /^End/ }).click();
  await expect(page.getByRole("table", { name: /sessions/i }).locator("tbody tr")).toHaveCount(0);
  await expect(async () => {
    const response = await context.request.get("/account", { maxRedirects: 0 });
    expect(response.status()).toBe(307);
  }).toPass({ timeout: 2_000, intervals: [100] });
  // Their open page leaves by itself.
  await expect(other).toHaveURL(/\/login\?next=%2Faccount/);
  await context.close();
});

test("a one-time link works once, and says at once when it does not work any more", async ({
  page,
  tenant,
}) => {
  const { id, email } = await factory.createUser(tenant.id);
  const makeLink = async (hours: number) => {
    const linkId = randomUUID();
    const { token, secret } = makeLoginLink(tenant.id, linkId);
    await factory.query(
      `INSERT INTO login_links (tenant_id, id, user_id, token_hash, created_at, expires_at)
       VALUES ($1, $2, $3, $4, now() - interval '2 days', now() + make_interval(hours => $5))`,
      [tenant.id, linkId, id, hashLinkSecret(secret), hours],
    );
    return token;
  };
  const open = async (token: string) => {
    await page.goto("about:blank");
    await page.goto(`/first-login#${token}`);
  };
  const isDead = async (title: string) => {
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
    await expect(page.getByText(/administrator for a new one/)).toBeVisible();
    await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Go to the log-in page" })).toBeVisible();
  };
  const expired = await makeLink(-1);
  await open(expired);
  await isDead("This link has expired");
  const good = await makeLink(1);
  await open(expired);
  await isDead("This link was replaced by a newer one");
  await open(good.slice(0, 40));
  await isDead("This link is incomplete or unknown");
  await page.goto("/first-login");
  await isDead("This link is incomplete or unknown");

  await open(good);
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  await seenEverywhere(page, "first-login-form");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save and log in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.context().clearCookies();
  await open(good);
  await isDead("This link was used already");
  await page.getByRole("link", { name: "Go to the log-in page" }).click();
  await logIn(page, email);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("somebody changes their own password with the old one, and is known on this browser", async ({
  page,
  context,
  tenant,
}) => {
  const { email } = await factory.createUser(tenant.id, { password });
  await page.goto("/login?next=/account");
  await logIn(page, email);
  const current = page.getByLabel("Current password");
  await current.fill("not the password");
  await page.getByLabel("New password").fill("maple otter canyon thimble");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await current.fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(/Password changed/)).toBeVisible();
  const device = (await context.cookies()).find(({ name }) => name === "gatehouse.device");
  expect(device).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

test("every page says how browsers must protect it", async ({ page, tenant }) => {
  await tenant.signIn();
  for (const path of ["/login", "/audit", "/nothing-here", "/api/v1/openapi.json"]) {
    const response = await page.request.get(path);
    const headers = response.headers();
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    if (!path.startsWith("/api/")) {
      expect(headers["content-security-policy"]).toMatch(
        /script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'/,
      );
    }
  }
  const first = await page.request.get("/login");
  const second = await page.request.get("/login");
  const nonce = (text = "") => /'nonce-([^']+)'/.exec(text)?.[1];
  expect(nonce(first.headers()["content-security-policy"])).not.toBe(
    nonce(second.headers()["content-security-policy"]),
  );
});

test("nobody writes into the server's log by way of the log-in", async ({ request }) => {
  const write = async (length: number) => {
    const form = { level: "error", code: "x", message: "y".repeat(length) };
    return (await request.post(`${setting("E2E_URL")}/api/auth/_log`, { form })).status();
  };
  expect(await write(1_000)).toBe(404);
  expect(await write(100_000)).toBe(413);
});

test("a form from another site cannot log anybody in: next-auth asks for its token", async ({
  request,
  tenant,
}) => {
  const { email } = await factory.createUser(tenant.id, { password });
  const response = await request.post(`${setting("E2E_URL")}/api/auth/callback/credentials`, {
    form: { email, password, csrfToken: "guessed", json: "true" },
    maxRedirects: 0,
  });
  const cookies = response.headers()["set-cookie"] ?? "";
  expect(cookies).not.toContain("gatehouse.session=v1");
});
