import { readFileSync } from "node:fs";
import { expect, factory, setting, test } from "./fixtures.ts";
import { serverLogPath } from "./global-setup.ts";

test("no secret reaches the log: passwords, cookies, keys and links", async ({ page, tenant }) => {
  const password = "a password that must stay out of logs";
  const { email } = await factory.createUser(tenant.id, { password });
  await page.goto("/login");
  for (const attempt of ["a wrong one that must stay out too", password]) {
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password").fill(attempt);
    const answered = page.waitForResponse("**/api/auth/callback/credentials**");
    await page.getByRole("button", { name: "Log in" }).click();
    await answered;
  }
  await expect(page).toHaveURL(/\/overview/);
  const cookie = (await page.context().cookies()).find(({ name }) => name === "gatehouse.session");
  const { key } = await factory.createKey(tenant.id);
  const forged = `${key.slice(0, -6)}AAAAAA`;
  const statuses = [];
  for (const bearer of [key, forged]) {
    const headers = { Authorization: `Bearer ${bearer}` };
    const response = await page.request.get(`${setting("E2E_URL")}/api/v1/me?token=${bearer}`, {
      headers,
    });
    statuses.push(response.status());
  }
  expect(statuses).toEqual([200, 401]);

  // A line is written when its connection is done with: what is not in the log by the last request's
  // line was kept out, and is not merely late.
  const readLog = () => readFileSync(serverLogPath, "utf8");
  await expect.poll(readLog).toContain('"path":"/api/v1/me","status":401');
  const log = readLog();
  for (const secret of [password, "must stay out too", cookie?.value, key, forged]) {
    expect(secret).toBeTruthy();
    expect(log).not.toContain(String(secret));
  }
});
