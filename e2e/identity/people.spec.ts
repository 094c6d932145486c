import type { Page } from "@playwright/test";
import {
  choose,
  clickToOpen,
  dialogOf,
  expect,
  factory,
  seenEverywhere,
  test,
  whenListening,
} from "../fixtures.ts";

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const permission = (page: Page, id: string) => page.locator(`[data-permission="${id}"]`);
const answer = (page: Page, allowed: "yes" | "no") => page.locator(`[data-answer="${allowed}"]`);

test("somebody is added, and gets a link that is shown once", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/users");
  await seenEverywhere(page, "people");
  const dialog = dialogOf(page, "Add person");
  await clickToOpen(page.getByRole("button", { name: "Add person" }), dialog);
  const name = dialog.getByLabel("Name", { exact: true });
  await whenListening(name);
  await dialog.getByRole("button", { name: "Add person" }).click();
  await expect(dialog.getByText("This is not an e-mail address.")).toBeVisible();
  await name.fill("Grace Hopper");
  await dialog.getByLabel("E-mail address").fill(`grace-${tenant.id}@example.com`);
  await choose(dialog.getByText("Choose a role"), page, "Find a role…", "Executive");
  await dialog.getByRole("button", { name: "Add attribute" }).click();
  await dialog.getByLabel("Name of attribute 1").fill("department");
  await dialog.getByLabel("Value of department").fill("Finance");
  await seenEverywhere(page, "person-add");
  await dialog.getByRole("button", { name: "Add person" }).click();
  const link = page.locator("[data-secret]");
  await expect(link).toHaveText(/^http:\/\/[^/]+\/first-login#[\w.-]+$/);
  const address = await link.textContent();
  await seenEverywhere(page, "person-link");
  await page.getByRole("link", { name: "Open Grace Hopper’s page" }).click();
  await expect(heading(page, "Grace Hopper")).toBeVisible();
  await expect(page.getByText("has not chosen a password yet")).toBeVisible();
  await expect(page.getByText("department:")).toBeVisible();
  await expect(page.locator("body")).not.toContainText(address ?? "");
  await page.goto("/users?text=hopper");
  await expect(page.getByRole("row", { name: /Grace Hopper/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Ada Example/ })).toHaveCount(0);
  await page.goto("/users?role=executive&status=active");
  await expect(page.getByRole("row", { name: /Grace Hopper/ })).toBeVisible();
  await page.goto("/users?text=zzzzzz");
  await expect(page.getByText(/nothing matches|no .* match/i).first()).toBeVisible();
});

test("a role is given for a time, and the page tells where each permission comes from", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  const person = await factory.createUser(tenant.id, { roles: [], name: "Grace Hopper" });
  const [moment] = await factory.query<{ at: Date }>("SELECT clock_timestamp() AS at");
  const before = moment?.at.toISOString() ?? "";
  await page.goto(`/users/${person.id}`);
  await expect(page.getByText("no role, no group and no grant allows anything")).toBeVisible();
  const dialog = dialogOf(page, "Give Grace Hopper a role");
  await clickToOpen(page.getByRole("button", { name: "Give role" }), dialog);
  await choose(dialog.getByText("Choose a role"), page, "Find a role…", "Manager");
  await dialog.getByLabel("Until (optional)").fill("2020-01-01T10:00");
  await expect(dialog.getByText("It must end after it begins, and in the future.")).toBeVisible();
  await dialog.getByLabel("Until (optional)").fill("2090-01-01T10:00");
  await dialog.getByLabel("Reason (optional)").fill("Stands in for Ada");
  await expect(dialog.getByText(/gains \d+ permissions/)).toBeVisible();
  await seenEverywhere(page, "person-give-role");
  await dialog.getByRole("button", { name: "Give role" }).click();
  await expect(dialog).toBeHidden();
  const roles = page.getByRole("region", { name: "Roles" });
  await expect(roles.getByText("Stands in for Ada")).toBeVisible();
  await expect(roles.getByText(/until 1 Jan 2090/)).toBeVisible();
  await seenEverywhere(page, "person");

  await page.getByLabel("Search permissions").fill("read documents");
  const read = permission(page, "document.read");
  // Manager says so, and inherits it from User as well.
  await expect(read.getByRole("listitem").filter({ hasText: "Manager" }).first()).toBeVisible();
  await expect(read.getByText(/until 1 Jan 2090/).first()).toBeVisible();
  await seenEverywhere(page, "person-permission");

  await read.getByRole("link", { name: "Explain Read documents" }).click();
  await expect(
    answer(page, "yes").getByText("Yes, Grace Hopper may read documents."),
  ).toBeVisible();
  await seenEverywhere(page, "explain-yes");
  await page.goto(`/explain?user=${person.id}&permission=document.read&at=${before}`);
  await expect(
    answer(page, "no").getByText("No, Grace Hopper could not read documents."),
  ).toBeVisible();
  await page.goto(`/users/${person.id}?at=${before}`);
  await expect(page.getByText("This is the past")).toBeVisible();
  await expect(page.getByText("No role was in force at that moment.")).toBeVisible();
  await seenEverywhere(page, "person-past");
  await page.getByRole("link", { name: "Show now" }).click();
  await expect(page.getByText("This is the past")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Roles" })).toContainText("Manager");
});

test("one's own account says until when one has a role, and why", async ({ page, tenant }) => {
  const { userId } = await tenant.signIn(["executive"]);
  await factory.query(
    `INSERT INTO role_assignments (tenant_id, user_id, role, ends_at, reason)
     VALUES ($1, $2, 'manager', '2090-01-01T10:00Z', 'Stands in for Grace')`,
    [tenant.id, userId],
  );
  await page.goto("/account");
  const manager = page.locator("#roles").getByRole("listitem").filter({ hasText: "Manager" });
  await expect(manager.first()).toContainText(/Given directly\s*until 1 Jan 2090/);
  await expect(manager.first()).toContainText("Stands in for Grace");
  await seenEverywhere(page, "account-roles");
});

test("disabling shows who loses what before it is done", async ({ page, tenant }) => {
  await tenant.signIn();
  const person = await factory.createUser(tenant.id, {
    roles: ["executive"],
    name: "Grace Hopper",
  });
  await page.goto(`/users/${person.id}`);
  const dialog = dialogOf(page, "Disable Grace Hopper?");
  await clickToOpen(page.getByRole("button", { name: "Disable" }), dialog);
  await expect(dialog.getByText(/Grace Hopper loses/)).toBeVisible();
  await seenEverywhere(page, "person-disable");
  await dialog.getByLabel("Reason (optional)").fill("Left the company");
  await dialog.getByRole("button", { name: "Disable" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  await expect(page.getByText(/whoever is disabled may do nothing/)).toBeVisible();
  await expect(page.getByText(/takes effect once the account is enabled/)).toBeVisible();
  const [event] = await factory.query<{ reason: string }>(
    "SELECT reason FROM audit_events WHERE tenant_id = $1 AND action = 'user.disabled'",
    [tenant.id],
  );
  expect(event?.reason).toBe("Left the company");

  const enable = dialogOf(page, "Enable Grace Hopper?");
  await clickToOpen(page.getByRole("button", { name: "Enable" }), enable);
  await expect(enable.getByText(/Grace Hopper gains/)).toBeVisible();
  await enable.getByRole("button", { name: "Enable" }).click();
  await expect(enable).toBeHidden();
  await expect(page.getByRole("button", { name: "Disable" })).toBeVisible();
});

test("an edit shows the access that a group by rule then gives", async ({ page, tenant }) => {
  await tenant.signIn();
  const person = await factory.createUser(tenant.id, { roles: [], name: "Grace Hopper" });
  await factory.query(
    `WITH made AS (INSERT INTO groups (tenant_id, name, rule) VALUES ($1, 'Finance',
       '[{"attribute": "department", "operator": "is", "values": ["Finance"]}]') RETURNING id)
     INSERT INTO group_roles (tenant_id, group_id, role) SELECT $1, id, 'executive' FROM made`,
    [tenant.id],
  );
  await page.goto(`/users/${person.id}`);
  const dialog = dialogOf(page, "Edit Grace Hopper");
  await clickToOpen(page.getByRole("button", { name: "Edit" }), dialog);
  await dialog.getByRole("button", { name: "Add attribute" }).click();
  await dialog.getByLabel("Name of attribute 1").fill("department");
  await expect(dialog.getByText("Give department a value, or remove it.")).toHaveCount(0);
  await dialog.getByLabel("Name", { exact: true }).focus();
  await expect(dialog.getByText("Give department a value, or remove it.")).toBeVisible();
  await dialog.getByLabel("Value of department").fill("finance");
  await expect(dialog.getByText(/Grace Hopper gains .*See product figures/)).toBeVisible();
  await seenEverywhere(page, "person-edit");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Roles" })).toContainText(
    "through the group Finance",
  );
  await page.getByText("Through groups", { exact: true }).click();
  await expect(permission(page, "kpi.product.read")).toContainText("Group Finance");

  const renew = dialogOf(page, "Make a new one-time link?");
  await clickToOpen(page.getByRole("button", { name: "New one-time link" }), renew);
  await renew.getByRole("button", { name: "Make link" }).click();
  await expect(page.locator("[data-secret]")).toHaveText(/first-login#/);
  await page.goto(`/users/${tenant.id}`);
  await expect(heading(page, "There is no such person")).toBeVisible();
});

test("a no names what denies it, or the nearest role that would allow it", async ({
  page,
  tenant,
}) => {
  const admin = await tenant.signIn();
  const person = await factory.createUser(tenant.id, { roles: ["manager"], name: "Grace Hopper" });
  await factory.query(
    `INSERT INTO resources (tenant_id, type, id, parent_type, parent_id) VALUES
       ($1, 'workspace', 'w1', NULL, NULL), ($1, 'project', 'p1', 'workspace', 'w1'),
       ($1, 'document', 'd1', 'project', 'p1')`,
    [tenant.id],
  );
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     VALUES ($1, $2, 'document.read', 'deny', 'workspace', 'w1')`,
    [tenant.id, person.id],
  );
  await page.goto("/explain");
  const form = page.getByRole("form", { name: "Question" });
  await choose(form.getByText(admin.email), page, "Find a person", "Grace Hopper");
  await choose(
    form.getByText("Choose a permission"),
    page,
    "Find a permission…",
    /search the audit/i,
  );
  await seenEverywhere(page, "explain");
  await form.getByRole("button", { name: "Explain" }).click();
  const no = answer(page, "no");
  await expect(no.getByText("No, Grace Hopper may not search the audit log.")).toBeVisible();
  await expect(no.getByText("Security officer").first()).toBeVisible();
  await expect(no.getByText(/Who may give it: .*Ada Example/)).toBeVisible();
  await seenEverywhere(page, "explain-no");

  const on = "type=document&id=d1";
  await page.goto(`/explain?user=${person.id}&permission=document.update&${on}`);
  await expect(no.getByText(/a denial always wins/)).toBeVisible();
  await expect(no.getByRole("listitem").filter({ hasText: "w1" }).first()).toBeVisible();
  await seenEverywhere(page, "explain-denied");
  await page.goto(`/explain?user=${person.id}&permission=nothing.at_all&at=tomorrow`);
  await expect(page.getByText(/is not a date and time/)).toBeVisible();
});

test("who may not see a page is told why, about themselves only", async ({ page, tenant }) => {
  const admin = await tenant.signIn();
  await tenant.signIn(["executive"]);
  await page.goto("/users");
  await expect(heading(page, "You may not see this page")).toBeVisible();
  await page.getByRole("link", { name: "Why?" }).click();
  await expect(answer(page, "no").getByText("No, you may not see people.")).toBeVisible();
  await expect(page.getByText(/You can ask .*Ada Example/)).toBeVisible();
  await seenEverywhere(page, "explain-self");
  await page.goto(`/explain?user=${admin.userId}&permission=role.read`);
  await expect(answer(page, "no").getByText("No, you may not see roles.")).toBeVisible();
});

test("an overfull person fits, and denials stand out", async ({ page, tenant }) => {
  await tenant.signIn();
  const name = `Wolfeschlegelsteinhausenbergerdorff ${"von und zu ".repeat(7)}Ende`;
  const person = await factory.createUser(tenant.id, { name, roles: ["tenant_admin", "manager"] });
  await factory.query(
    `UPDATE users SET external_id = repeat('x', 200), attributes =
       (SELECT jsonb_object_agg('attribute_' || i, repeat('long value ', 8)) FROM generate_series(1, 12) i)
     WHERE id = $1`,
    [person.id],
  );
  await factory.query(
    `WITH role AS (INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'careful', 'Careful') RETURNING id),
     said AS (INSERT INTO role_permissions (tenant_id, role_id, permission, effect)
       SELECT $1, id, 'document.read', 'deny' FROM role),
     made AS (INSERT INTO groups (tenant_id, name)
       SELECT $1, 'Everybody who works on floor ' || i FROM generate_series(1, 12) i RETURNING id),
     member AS (INSERT INTO group_members (tenant_id, group_id, user_id) SELECT $1, id, $2 FROM made)
     INSERT INTO group_roles (tenant_id, group_id, role) SELECT $1, made.id, role.id FROM made, role`,
    [tenant.id, person.id],
  );
  await page.goto(`/users/${person.id}`);
  const denied = page.getByText("Denied", { exact: true }).first();
  await whenListening(page.getByLabel("Search permissions"));
  await denied.click();
  await expect(permission(page, "document.read")).toContainText("Careful");
  await expect(permission(page, "document.update")).toContainText("which this cannot be without");
  await seenEverywhere(page, "person-overfull");
  await permission(page, "document.read").scrollIntoViewIfNeeded();
  await page.screenshot({ path: "test-results/screens/person-overfull-denied.png" });
  await page.goto("/users");
  await seenEverywhere(page, "people-overfull");
});

test("a lost password is replaced by a one-time link, and a locked person unlocked", async ({
  page,
  tenant,
  browser,
}) => {
  await tenant.signIn();
  const grace = await factory.createUser(tenant.id, {
    name: "Grace Hopper",
    roles: ["executive"],
    password: "maple otter canyon thimble",
  });
  await page.goto(`/users/${grace.id}`);
  await expect(page.getByRole("button", { name: "Reset password" })).toBeVisible();
  const unlockButton = page.getByRole("button", { name: "Unlock" });
  await expect(unlockButton).toHaveCount(0);
  await factory.query("INSERT INTO login_lockouts VALUES ($1, $2, now() + interval '10 minutes')", [
    tenant.id,
    grace.id,
  ]);
  await page.reload();
  await expect(page.getByText(/Locked until/)).toBeVisible();
  await seenEverywhere(page, "person-locked");
  const unlock = dialogOf(page, "Unlock Grace Hopper?");
  await clickToOpen(unlockButton, unlock);
  await unlock.getByRole("button", { name: "Unlock" }).click();
  await expect(page.getByText("Grace Hopper can log in again")).toBeVisible();
  await expect(unlockButton).toHaveCount(0);
  const reset = dialogOf(page, "Reset the password of Grace Hopper?");
  await clickToOpen(page.getByRole("button", { name: "Reset password" }), reset);
  await reset.getByLabel("Reason (optional)").fill("Lost it");
  await reset.getByRole("button", { name: "Make link" }).click();
  const link = await page.locator("[data-secret]").innerText();
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await other.getByLabel("Password", { exact: true }).fill("password1234567");
  await other.getByRole("button", { name: "Save and log in" }).click();
  await expect(other.getByText(/first that somebody would guess/)).toBeVisible();
  await other.getByLabel("Password", { exact: true }).fill("vellum teapot ironing giraffe");
  await other.getByRole("button", { name: "Save and log in" }).click();
  await expect(other.getByRole("navigation", { name: "Main" })).toBeVisible();
  await context.close();
  const [event] = await factory.query<{ reason: string }>(
    "SELECT reason FROM audit_events WHERE tenant_id = $1 AND action = 'password.reset_link_created'",
    [tenant.id],
  );
  expect(event?.reason).toBe("Lost it");
});

test("the API keys of somebody who is disabled are named, and taken over on purpose", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  const grace = await factory.createUser(tenant.id, { name: "Grace Hopper" });
  const { id } = await factory.createKey(tenant.id, ["audit.record"]);
  await factory.query("UPDATE api_keys SET name = 'Importer', created_by = $2 WHERE id = $1", [
    id,
    grace.id,
  ]);
  await page.goto(`/users/${grace.id}`);
  await expect(page.getByRole("link", { name: "Importer" })).toBeVisible();
  const dialog = dialogOf(page, "Disable Grace Hopper?");
  await clickToOpen(page.getByRole("button", { name: "Disable" }), dialog);
  await expect(dialog.getByText("API keys that Grace Hopper made: Importer")).toBeVisible();
  await dialog.getByRole("radio", { name: /Take them over/ }).check();
  await dialog.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  const [key] = await factory.query<{ revoked_at: Date | null }>(
    "SELECT revoked_at FROM api_keys WHERE id = $1",
    [id],
  );
  expect(key).toEqual({ revoked_at: null });
});
