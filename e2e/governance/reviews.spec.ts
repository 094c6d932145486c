import { readFile } from "node:fs/promises";
import type { BrowserContext } from "@playwright/test";
import { verifyJws } from "../../lib/governance/reviews/jws.ts";
import {
  clickToOpen,
  dialogOf,
  expect,
  factory,
  seenEverywhere,
  setting,
  test,
  whenListening,
} from "../fixtures.ts";

const names = ["Grace Hopper", "Alan Turing", "Barbara Liskov", "Edsger Dijkstra"];

/** A role with these permissions. */
async function addRole(tenantId: string, name: string, permissions: string[]): Promise<string> {
  const [role] = await factory.query<{ id: string }>(
    `WITH role AS (
       INSERT INTO roles (tenant_id, id, name) VALUES ($1, gen_random_uuid()::text, $2) RETURNING id
     ), entries AS (
       INSERT INTO role_permissions (tenant_id, role_id, permission)
       SELECT $1, id, unnest($3::text[]) FROM role
     )
     SELECT id FROM role`,
    [tenantId, name, permissions],
  );
  return role?.id ?? "";
}

async function addPeople(tenantId: string, roleId: string, all = names): Promise<string[]> {
  const ids: string[] = [];
  for (const name of all) {
    const { id } = await factory.createUser(tenantId, { roles: [roleId], name });
    ids.push(id);
  }
  return ids;
}

/** A review of a role that was started by somebody, for one reviewer. */
async function addReview(
  tenantId: string,
  starterId: string,
  roleId: string,
  reviewer: { id: string; name: string },
): Promise<string> {
  const [review] = await factory.query<{ id: string }>(
    `WITH review AS (
       INSERT INTO reviews (tenant_id, name, scope_kind, scope, started_by, started_by_name, deadline)
       VALUES ($1, 'Bookkeeping, autumn', 'roles',
         jsonb_build_array(jsonb_build_object('id', $3::text, 'name', 'Accountant')), $2,
         'Ada Example', now() + interval '6 days 3 hours') RETURNING id
     ), lines AS (
       INSERT INTO review_lines (tenant_id, review_id, position, kind, user_id, user_name, role_id,
         role_name, path, reason, since, last_used_at, reviewer_id, reviewer_name)
       SELECT $1, review.id, row_number() OVER (ORDER BY u.name, u.id), 'assignment', u.id, u.name,
         a.role, 'Accountant',
         jsonb_build_array(jsonb_build_object('type', 'role', 'id', a.role, 'name', 'Accountant')),
         'Joined the team', a.assigned_at,
         CASE WHEN left(u.name, 1) < 'E' THEN now() - interval '3 days' END, $4, $5
       FROM review, role_assignments a JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.user_id
       WHERE a.tenant_id = $1 AND a.role = $3
     )
     SELECT id FROM review`,
    [tenantId, starterId, roleId, reviewer.id, reviewer.name],
  );
  return review?.id ?? "";
}

/** Somebody who may review access and nothing else, in a browser of their own. */
async function signInReviewer(
  tenant: {
    id: string;
    signIn: (roles: [], context: BrowserContext) => Promise<{ userId: string; name: string }>;
  },
  context: BrowserContext,
) {
  const { userId: id, name } = await tenant.signIn([], context);
  const roleId = await addRole(tenant.id, "Reviewer", ["review.decide"]);
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, $3)",
    [tenant.id, id, roleId],
  );
  return { id, name };
}

test("a review: started, decided line by line and together, asked, answered, closed and proven", async ({
  page,
  browser,
  tenant,
}) => {
  test.slow();
  const context = await browser.newContext({ baseURL: setting("E2E_URL") });
  await tenant.signIn();
  const reviewer = await signInReviewer(tenant, context);
  await factory.query("UPDATE users SET name = 'Rita Reviewer' WHERE id = $1", [reviewer.id]);
  const roleId = await addRole(tenant.id, "Accountant", ["invoice.read", "invoice.refund"]);
  const [graceId = ""] = await addPeople(tenant.id, roleId);
  await page.goto("/reviews");
  await expect(page.getByText("No reviews yet")).toBeVisible();
  await page.getByRole("link", { name: "Start a review" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Start a review" })).toBeVisible();
  const start = page.getByRole("button", { name: "Start review" });
  await whenListening(start);
  await start.click();
  await expect(page.getByText("Give the review a name.")).toBeVisible();
  await expect(page.getByText("Choose what it is about.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Bookkeeping, autumn");
  await page.getByRole("combobox", { name: /^What it is about/ }).click();
  await page.getByPlaceholder("Find a role…").fill("Accountant");
  await page.getByRole("option", { name: "Accountant" }).click();
  await page.getByLabel("Search reviewers").fill("rita");
  await page.getByRole("checkbox", { name: "Rita Reviewer" }).check();
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 16);
  await page.getByLabel("Deadline").fill(inAWeek);
  await start.click();
  await expect(page.getByRole("heading", { level: 1, name: "Bookkeeping, autumn" })).toBeVisible();
  await expect(page.getByText("0 % of 4 lines decided")).toBeVisible();

  const theirs = await context.newPage();
  await theirs.goto("/reviews");
  await expect(theirs.getByText("4 lines for you")).toBeVisible();
  await theirs.getByRole("link", { name: "Bookkeeping, autumn" }).click();
  const row = (name: string) => theirs.getByRole("row", { name: new RegExp(name) });
  const dialog = dialogOf(theirs);
  await clickToOpen(row("Alan Turing").getByRole("button", { name: /^Revoke/ }), dialog);
  await expect(dialog.getByText(/Alan Turing loses/)).toBeVisible();
  await dialog.getByLabel(/Reason/).fill("Has left the team");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row("Alan Turing").getByText("Revoked")).toBeVisible();
  await row("Barbara Liskov").getByRole("button", { name: /^Keep/ }).click();
  await expect(row("Barbara Liskov").getByText("Kept", { exact: true })).toBeVisible();
  for (const name of ["Grace Hopper", "Edsger Dijkstra"]) {
    await row(name).getByRole("checkbox").check();
  }
  const chosen = theirs.getByRole("region", { name: "Chosen lines" });
  await expect(chosen.getByText("2 lines chosen")).toBeVisible();
  await chosen.getByRole("button", { name: "Ask…" }).click();
  await dialog.getByRole("button", { name: "Ask" }).click();
  await expect(dialog.getByText("Say what you want to know.")).toBeVisible();
  await dialog.getByLabel("Question").fill("Do you still send invoices?");
  await dialog.getByRole("button", { name: "Ask" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row("Grace Hopper").getByText("Asked")).toBeVisible();

  const graces = await browser.newContext({ baseURL: setting("E2E_URL") });
  const session = await factory.createSession(tenant.id, graceId);
  await graces.addCookies([
    { name: "gatehouse.session", value: session.token, url: setting("E2E_URL") },
  ]);
  const account = await graces.newPage();
  await account.goto("/account");
  const notice = account.getByRole("complementary", { name: "Questions about access" });
  await expect(notice.getByRole("link", { name: "Answer in your account" })).toBeVisible();
  await seenEverywhere(account, "account-asked");
  const questions = account.getByRole("list", { name: "Questions about access" });
  await expect(questions.getByText("“Do you still send invoices?”")).toBeVisible();
  const answering = dialogOf(account);
  await clickToOpen(questions.getByRole("button", { name: "Answer: Accountant" }), answering);
  await answering.getByLabel("Your answer").fill("Every Friday.");
  await answering.getByRole("button", { name: "Send answer" }).click();
  await expect(answering).toHaveCount(0);
  await expect(questions.getByText("Every Friday.")).toBeVisible();
  await expect(notice).toHaveCount(0);
  await graces.close();

  await theirs.reload();
  await expect(row("Grace Hopper").getByText("Answered")).toBeVisible();
  const panel = dialogOf(theirs, "Grace Hopper");
  await clickToOpen(row("Grace Hopper").getByText("Grace Hopper"), panel);
  await expect(panel.getByText("Every Friday.")).toBeVisible();
  await seenEverywhere(theirs, "reviews-panel");
  await panel.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(panel.getByText("Kept", { exact: true }).first()).toBeVisible();
  await context.close();

  await page.reload();
  await expect(page.getByText("75 % of 4 lines decided")).toBeVisible();
  const ending = dialogOf(page);
  await clickToOpen(page.getByRole("button", { name: "End now…" }), ending);
  await ending.getByLabel("Revoke", { exact: true }).check();
  await ending.getByRole("button", { name: "End and revoke" }).click();
  await expect(ending).toHaveCount(0);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("link", { name: "Download evidence" })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 90_000 });
  await expect(
    page.getByRole("row", { name: /Edsger Dijkstra/ }).getByText("Revoked"),
  ).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download evidence" }).click();
  const document = await readFile(await (await download).path(), "utf8");
  const { value, kid } = verifyJws(document);
  expect(value).toMatchObject({
    review: { name: "Bookkeeping, autumn" },
    lines: [
      { outcome: "revoked", comment: "Has left the team" },
      { outcome: "kept" },
      { outcome: "revoked", lapsed: true },
      { outcome: "kept", answer: "Every Friday." },
    ],
  });
  await page.getByRole("link", { name: "How to check the evidence" }).click();
  await expect(page.getByText(kid).first()).toBeVisible();
  await seenEverywhere(page, "reviews-evidence");
});

test("nobody reviews their own access, and another reviewer is offered", async ({
  page,
  tenant,
}) => {
  const { userId, name } = await tenant.signIn();
  const roleId = await addRole(tenant.id, "Accountant", ["invoice.read"]);
  await addPeople(tenant.id, roleId, ["Grace Hopper"]);
  const { id: otherId } = await factory.createUser(tenant.id, { name: "Rita Reviewer" });
  const reviewId = await addReview(tenant.id, userId, roleId, { id: userId, name });
  const group = await factory.query<{ id: string }>(
    "INSERT INTO groups (tenant_id, name) VALUES ($1, 'Night shift') RETURNING id",
    [tenant.id],
  );
  const groupId = group[0]?.id;
  await factory.query("INSERT INTO group_members VALUES ($1, $2, $3)", [
    tenant.id,
    groupId,
    userId,
  ]);
  await factory.query(
    `INSERT INTO review_lines (tenant_id, review_id, position, kind, group_id, group_name, role_id,
       role_name, path, reason, since, people_count, reviewer_id, reviewer_name)
     VALUES ($1, $2, 9, 'group_role', $3, 'Night shift', $4, 'Accountant', '[]', '', now(), 1, $5, $6)`,
    [tenant.id, reviewId, groupId, roleId, userId, name],
  );
  await page.goto(`/reviews/${reviewId}`);
  const row = page.getByRole("row", { name: /Night shift/ });
  await expect(row.getByText("Your own access")).toBeVisible();
  await expect(row.getByRole("button", { name: /^Keep/ })).toHaveCount(0);
  const chosen = page.getByRole("region", { name: "Chosen lines" });
  const box = row.getByRole("checkbox");
  await whenListening(box);
  await box.check();
  await expect(chosen.getByRole("button", { name: "Keep" })).toHaveCount(0);
  await chosen.getByRole("button", { name: "Another reviewer…" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Search reviewers").fill("rita");
  await dialog.getByRole("radio", { name: "Rita Reviewer" }).check();
  await seenEverywhere(page, "reviews-reassign");
  await dialog.getByRole("button", { name: "Give to Rita Reviewer" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row.getByText("Rita Reviewer")).toBeVisible();
  const rows = await factory.query("SELECT reviewer_id FROM review_lines WHERE group_id = $1", [
    groupId,
  ]);
  expect(rows).toEqual([{ reviewer_id: otherId }]);
});

test("the list and the form, empty and with a closed review", async ({ page, tenant }) => {
  const { userId, name } = await tenant.signIn();
  await page.goto("/reviews");
  await expect(page.getByText("No reviews yet")).toBeVisible();
  await seenEverywhere(page, "reviews-empty");
  await page.goto("/reviews/new");
  await expect(page.getByRole("checkbox", { name })).toBeVisible();
  await seenEverywhere(page, "reviews-new");
  const roleId = await addRole(tenant.id, "Accountant", ["invoice.read", "invoice.refund"]);
  await addPeople(tenant.id, roleId);
  const other = { id: (await factory.createUser(tenant.id, { name: "Rita" })).id, name: "Rita" };
  const closed = await addReview(tenant.id, userId, roleId, other);
  await factory.query(
    "UPDATE reviews SET name = 'Bookkeeping, spring', undecided = 'keep', state = 'closed', closed_at = now() WHERE id = $1",
    [closed],
  );
  await page.goto("/reviews");
  await expect(page.getByText("No review is running.")).toBeVisible();
  await page.goto(`/reviews/${closed}`);
  await expect(page.getByRole("row", { name: /Alan Turing/ })).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await seenEverywhere(page, "reviews-closed");
  await page.goto("/reviews/not-a-review");
  await expect(page.getByText("There is no such review")).toBeVisible();
});

test("ten thousand lines: paged, filtered, and decided together", async ({ page, tenant }) => {
  test.slow();
  const { userId, name } = await tenant.signIn();
  const roleId = await addRole(tenant.id, "Accountant", ["invoice.read", "invoice.refund"]);
  await addPeople(tenant.id, roleId);
  const long = "Wolfeschlegelsteinhausenbergerdorff".repeat(3);
  await factory.query(
    `WITH made AS (INSERT INTO users (tenant_id, email, name)
       SELECT $1, gen_random_uuid() || '@example.com', CASE n WHEN 1 THEN $3 ELSE 'Person ' || n END
       FROM generate_series(1, 10000) n RETURNING tenant_id, id)
     INSERT INTO role_assignments (tenant_id, user_id, role) SELECT tenant_id, id, $2 FROM made`,
    [tenant.id, roleId, long],
  );
  const reviewId = await addReview(tenant.id, userId, roleId, { id: userId, name });
  await page.goto("/reviews");
  await expect(page.getByText("10,004 lines for you")).toBeVisible();
  await seenEverywhere(page, "reviews");
  await page.goto(`/reviews/${reviewId}`);
  await expect(page.getByRole("row", { name: /Alan Turing/ })).toBeVisible();
  await expect(page.getByText("0 % of 10,004 lines decided")).toBeVisible();
  await seenEverywhere(page, "reviews-lines");
  const choose = page.getByRole("button", { name: /^Choose the 100 lines/ });
  await whenListening(choose);
  await choose.click();
  const chosen = page.getByRole("region", { name: "Chosen lines" });
  await chosen.getByRole("button", { name: "Revoke…" }).click();
  const dialog = dialogOf(page);
  await expect(dialog.getByText(/97 more/).first()).toBeVisible({ timeout: 15_000 });
  await seenEverywhere(page, "reviews-revoke");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await chosen.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByText("100 kept")).toBeVisible();
  await page.goto(`/reviews/${reviewId}?state=kept&text=wolfe`);
  await expect(page.locator("[data-empty=nothing-matches]")).toBeVisible();
  await page.goto(`/reviews/${reviewId}?use=never`);
  await expect(page.getByRole("row", { name: /Edsger Dijkstra/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Alan Turing/ })).toHaveCount(0);
});
