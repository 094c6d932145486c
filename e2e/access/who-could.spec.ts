import type { Page } from "@playwright/test";
import { clickToOpen, expect, factory, seenEverywhere, test } from "../fixtures.ts";

const answer = (page: Page) => page.locator('[data-answer="who"]');
const onDocument = "permission=document.update&type=document&id=d-7";
const year = { from: "2026-01-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

/** A document in a project, and things given on both that begin and end in the year. */
async function addHistory(tenantId: string): Promise<void> {
  await factory.createUser(tenantId, { name: "Grace Hopper", roles: [] });
  await factory.createUser(tenantId, { name: "Alan Turing", roles: ["manager"] });
  await factory.query(
    `INSERT INTO resources (tenant_id, type, id, parent_type, parent_id)
     VALUES ($1, 'project', 'p-3', NULL, NULL), ($1, 'document', 'd-7', 'project', 'p-3')`,
    [tenantId],
  );
  await factory.query(
    `WITH made AS (INSERT INTO groups (tenant_id, name) VALUES ($1, 'Editors') RETURNING id),
     member AS (INSERT INTO group_members SELECT $1, made.id, u.id FROM made, users u
       WHERE u.tenant_id = $1 AND u.name = 'Grace Hopper')
     INSERT INTO resource_grants (tenant_id, group_id, permission, resource_type, resource_id, reason)
     SELECT $1, id, 'document.update', 'project', 'p-3', 'The spring audit' FROM made`,
    [tenantId],
  );
  await factory.query(
    "UPDATE access_history SET valid_from = '2025-06-01T00:00:00Z' WHERE tenant_id = $1",
    [tenantId],
  );
  await factory.query(
    `UPDATE access_history SET valid_from = '2026-03-01T09:00:00Z', valid_to = '2026-04-01T17:00:00Z'
     WHERE tenant_id = $1 AND relation = 'group_members'`,
    [tenantId],
  );
}

test("everybody who could is found, when, and through what", async ({ page, tenant }) => {
  await tenant.signIn();
  await addHistory(tenant.id);
  await page.goto(`/explain?${onDocument}`);
  await page.getByRole("link", { name: "Who could", exact: true }).click();
  await expect(page).toHaveURL(/who-could\?permission=document.update&type=document&id=d-7/);
  await expect(answer(page).getByRole("heading", { level: 2 })).toContainText("2 people could");

  await page.goto(`/explain/who-could?${onDocument}&from=${year.from}&to=${year.to}`);
  await expect(answer(page).getByRole("heading", { level: 2 })).toContainText("3 people could");
  const grace = answer(page).getByRole("listitem").filter({ hasText: "Grace Hopper" }).first();
  await expect(grace).toContainText(/From .*Mar.* until .*Apr/);
  await expect(grace).toContainText("Editors");
  await expect(grace).toContainText("The spring audit");
  const alan = answer(page).getByRole("listitem").filter({ hasText: "Alan Turing" }).first();
  await expect(alan).toContainText("The whole time");
  await seenEverywhere(page, "who-could");

  // Each answer can be explained as of then.
  await grace.getByRole("link", { name: /Explain/ }).click();
  await expect(page.locator('[data-answer="yes"]')).toContainText("Yes, Grace Hopper could");
  await page.getByRole("link", { name: "One person" }).click();
  await seenEverywhere(page, "who-could-tabs");
});

test("a question is asked by hand, and says what is wrong with it", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/explain/who-could");
  await seenEverywhere(page, "who-could-empty");
  const find = page.getByRole("button", { name: "Find who could" });
  await clickToOpen(find, page.getByText("Choose a permission."));
  const search = page.getByRole("combobox", { name: "Find a permission…" });
  await clickToOpen(page.getByText("Choose a permission", { exact: true }), search);
  await search.fill("invoice.refund");
  await page.getByRole("option").first().click();
  await page.getByLabel("Its id").fill("i-1");
  await find.click();
  await expect(page.getByText("What is it? Choose its type.")).toBeVisible();
  await page.getByLabel("Its id").fill("");
  await find.click();
  await expect(answer(page)).toContainText("could refund invoices");
  await page.goto(
    "/explain/who-could?permission=invoice.refund&from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z",
  );
  await expect(answer(page)).toContainText("Nobody could");
  await seenEverywhere(page, "who-could-nobody");
});

test("far too many people come in pages", async ({ page, tenant }) => {
  await tenant.signIn();
  await factory.query(
    `INSERT INTO users (tenant_id, id, email, name)
     SELECT $1::uuid, uuidv7(), 'p' || n || '-' || left($1::uuid::text, 8) || '@example.com',
       'Person with quite a long name number ' || n FROM generate_series(1, 120) n`,
    [tenant.id],
  );
  await factory.query(
    `INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, id, r FROM users,
       unnest(ARRAY['user', 'manager']) r WHERE tenant_id = $1 ON CONFLICT DO NOTHING`,
    [tenant.id],
  );
  await page.goto("/explain/who-could?permission=document.read");
  await expect(answer(page)).toContainText("121 people could");
  await answer(page).getByText("1–25 of 121").scrollIntoViewIfNeeded();
  await seenEverywhere(page, "who-could-many");
  await answer(page).getByRole("link", { name: "Next" }).click();
  await expect(answer(page)).toContainText("26–50 of 121");
  await answer(page).getByRole("link", { name: "Previous" }).click();
  await expect(answer(page)).toContainText("1–25 of 121");
});

test("without the permission there is no such page and no way to it", async ({ page, tenant }) => {
  await tenant.signIn(["manager"]);
  await page.goto("/explain");
  await expect(page.getByRole("link", { name: "Who could", exact: true })).toHaveCount(0);
  await page.goto("/explain/who-could");
  await expect(page.locator('[data-empty="not-permitted"]')).toBeVisible();
});
