import type { Page } from "@playwright/test";
import {
  choose,
  clickToOpen,
  dialogOf,
  expect,
  factory,
  seenEverywhere,
  test,
} from "../fixtures.ts";

const rows = (page: Page) => page.getByRole("table", { name: "Grants" }).locator("tbody tr");

test("a grant is given and taken back, and shows whom it concerns first", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await factory.createUser(tenant.id, { name: "Grace Hopper", roles: [] });
  await page.goto("/grants");
  await expect(page.getByText("No grants yet")).toBeVisible();
  await seenEverywhere(page, "grants-empty");

  const giving = dialogOf(page, "New grant");
  await clickToOpen(page.getByRole("button", { name: "New grant" }).first(), giving);
  await expect(giving.getByRole("button", { name: "Give" })).toBeDisabled();
  await choose(giving.getByText("Choose a person"), page, "Find a person", "Grace Hopper");
  await choose(
    giving.getByText("Choose a permission"),
    page,
    "Find a permission…",
    "Change documents",
  );
  await giving.getByLabel("Id of the resource").fill("d-7");
  await expect(giving.getByText(/Grace Hopper gains/)).toBeVisible();
  await giving.getByLabel("Reason (optional)").fill("The spring audit");
  await seenEverywhere(page, "grants-new");
  await giving.getByRole("button", { name: "Give", exact: true }).click();
  await expect(giving).toBeHidden();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Grace Hopper");
  await expect(rows(page)).toContainText("The spring audit");

  const taking = dialogOf(page, "Take back from Grace Hopper?");
  await clickToOpen(page.getByRole("button", { name: /^Take back Change documents/ }), taking);
  await expect(taking.getByText(/Grace Hopper loses/)).toBeVisible();
  await taking.getByLabel("Reason (optional)").fill("It is over");
  await seenEverywhere(page, "grants-take-back");
  await taking.getByRole("button", { name: "Take back", exact: true }).click();
  await expect(page.getByText("No grants yet")).toBeVisible();
  const events = await factory.query<{ action: string; reason: string }>(
    `SELECT action, reason FROM audit_events WHERE tenant_id = $1 AND action LIKE 'grant.%'
     ORDER BY recorded_at`,
    [tenant.id],
  );
  expect(events).toEqual([
    { action: "grant.created", reason: "The spring audit" },
    { action: "grant.revoked", reason: "It is over" },
  ]);
});

async function addGrants(tenantId: string): Promise<void> {
  await factory.createUser(tenantId, { name: "Grace Hopper", roles: [] });
  await factory.createUser(tenantId, {
    name: "Alan Mathison Turing of the very long name that does not fit",
    roles: [],
  });
  await factory.query(
    `WITH made AS (INSERT INTO groups (tenant_id, name) VALUES ($1, 'Editors') RETURNING id)
     INSERT INTO resource_grants (tenant_id, group_id, permission, resource_type, reason)
     SELECT $1, id, 'document.update', 'project', 'Editors may change everything' FROM made`,
    [tenantId],
  );
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id,
       starts_at, ends_at, created_at)
     SELECT $1, u.id, (ARRAY['document.read', 'project.read'])[1 + n % 2],
       CASE n % 5 WHEN 0 THEN 'deny' ELSE 'allow' END, 'project',
       'a-project-with-quite-a-long-id-' || n,
       CASE WHEN n % 7 = 0 AND n % 4 <> 1 THEN now() + interval '3 days' END,
       CASE n % 4 WHEN 0 THEN now() + interval '5 days' WHEN 1 THEN now() - interval '1 hour' END,
       now() - n * interval '1 hour'
     FROM users u, generate_series(1, 30) n WHERE u.tenant_id = $1 AND u.name <> 'Ada Example'`,
    [tenantId],
  );
}

test("far too many grants are paged and narrowed", async ({ page, tenant }) => {
  await tenant.signIn();
  await addGrants(tenant.id);
  await page.goto("/grants");
  await expect(rows(page)).toHaveCount(50);
  await seenEverywhere(page, "grants");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(rows(page)).toHaveCount(11);
  await page.goto("/grants?state=ended");
  await expect(rows(page).first()).toContainText("Ended");
  await page.goto("/grants?effect=deny");
  await expect(rows(page).first()).toContainText("Denies");
  await page.goto("/grants?type=project&resource=a-project-with-quite-a-long-id-3");
  await expect(rows(page)).toHaveCount(2);
  await choose(page.getByText("Choose a person"), page, "Find a person", "Grace Hopper");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Grace Hopper");
  await page.goto("/grants");
  const facet = page.getByRole("combobox", { name: "Find group" });
  await clickToOpen(page.getByRole("combobox", { name: "Group", exact: true }), facet);
  await page.getByRole("option", { name: /Editors/ }).click();
  await page.keyboard.press("Escape");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Every project");
  await seenEverywhere(page, "grants-filtered");
});

test("who may only look is offered nothing else", async ({ page, tenant }) => {
  await tenant.signIn(["security_officer"]);
  await addGrants(tenant.id);
  await page.goto("/grants");
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByRole("button", { name: "New grant" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Take back/ })).toHaveCount(0);
});
