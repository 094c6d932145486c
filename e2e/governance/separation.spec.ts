import type { Locator, Page } from "@playwright/test";
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

const answer = (page: Page) => page.locator('[data-answer="no"]');
const rule = (page: Page, name: string) => page.locator(`[data-rule="${name}"]`);
const exception = (page: Page, name: string) => page.locator(`[data-exception="${name}"]`);

/** Roles Clerk and Approver, with what their names say. */
async function addRoles(tenantId: string): Promise<void> {
  await factory.query(
    `INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'clerk', 'Clerk'), ($1, 'approver', 'Approver')`,
    [tenantId],
  );
  await factory.query(
    `INSERT INTO role_permissions (tenant_id, role_id, permission)
     VALUES ($1, 'clerk', 'invoice.create'), ($1, 'approver', 'invoice.approve'),
       ($1, 'clerk', 'user.read'), ($1, 'approver', 'audit.read')`,
    [tenantId],
  );
}

async function addRule(tenantId: string, name: string, kind: string, roles: string[]) {
  await factory.query(
    `WITH made AS (INSERT INTO sod_rules (tenant_id, name, kind) VALUES ($1, $2, $3) RETURNING id)
     INSERT INTO sod_rule_roles SELECT $1, id, unnest($4::text[]) FROM made`,
    [tenantId, name, kind, roles],
  );
}

/** On Alan Turing's page: begins to give the role Approver. */
async function beginToGive(page: Page): Promise<Locator> {
  const giving = dialogOf(page, "Give Alan Turing a role");
  await clickToOpen(page.getByRole("button", { name: "Give role" }), giving);
  await choose(giving.getByText("Choose a role"), page, "Find a role…", "Approver");
  return giving;
}

test("a rule shows whom it concerns first, and then refuses", async ({ page, tenant }) => {
  await tenant.signIn();
  await addRoles(tenant.id);
  await factory.createUser(tenant.id, { name: "Grace Hopper", roles: ["clerk", "approver"] });
  const alan = await factory.createUser(tenant.id, { name: "Alan Turing", roles: ["clerk"] });
  await page.goto("/separation");
  await expect(page.getByText("No duties are separated yet")).toBeVisible();
  await seenEverywhere(page, "separation-empty");

  const making = dialogOf(page, "New rule");
  await clickToOpen(page.getByRole("button", { name: "New rule" }), making);
  await expect(making.getByRole("button", { name: "Create rule" })).toBeDisabled();
  await making.getByLabel("Name", { exact: true }).fill("Invoices");
  await choose(making.getByText("Choose a role"), page, "Find a role…", "Clerk");
  await choose(making.getByText("Choose another role"), page, "Find a role…", "Approver");
  const concerned = making.getByRole("region", { name: "Whom it concerns already" });
  await expect(concerned.getByText("1 person breaks it already.")).toBeVisible();
  await expect(concerned.getByText("Grace Hopper")).toBeVisible();
  await making.getByText("Nobody may use them together").click();
  await expect(concerned.getByText(/They have to choose in each session/)).toBeVisible();
  await expect(concerned.getByText(/before they have chosen which of their roles/)).toBeVisible();
  await expect(concerned.getByText(/Grace Hopper cannot use .*Approve invoices/)).toBeVisible();
  await making.getByText("Nobody may have them together").click();
  await expect(concerned.getByText("1 person breaks it already.")).toBeVisible();
  await seenEverywhere(page, "separation-new");
  await making.getByRole("button", { name: "Create rule" }).click();
  await expect(making).toBeHidden();
  await expect(rule(page, "Invoices")).toContainText("Nobody may have both Approver and Clerk.");
  await rule(page, "Invoices").getByText("1 person breaks it").click();
  await expect(rule(page, "Invoices").getByRole("link", { name: "Grace Hopper" })).toBeVisible();
  await seenEverywhere(page, "separation");

  // Who has one of the roles is not given the other.
  await page.goto(`/users/${alan.id}`);
  const giving = await beginToGive(page);
  await expect(giving.getByText(/Approver and Clerk.*“Invoices” forbids/)).toBeVisible();
  await expect(giving.getByRole("button", { name: "Give role" })).toBeDisabled();
  await giving.getByRole("link", { name: "Ask for an exception" }).click();
  const asking = dialogOf(page, "Ask for an exception");
  await expect(asking.getByRole("combobox", { name: /Alan Turing/ })).toBeVisible();
  await expect(asking.getByText("Alan Turing does not break this rule today.")).toBeVisible();
});

test("a rule names permissions, lists what holds both, and refuses a new role that does", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await addRoles(tenant.id);
  await factory.createUser(tenant.id, { name: "Grace Hopper", roles: ["clerk", "approver"] });
  await page.goto("/separation");
  const making = dialogOf(page, "New rule");
  await clickToOpen(page.getByRole("button", { name: "New rule" }), making);
  await making.getByLabel("Name", { exact: true }).fill("Invoices");
  const field = making.getByText("Choose a permission");
  await choose(field, page, "Find a permission…", "Create invoices");
  const another = making.getByText("Choose another permission");
  await choose(another, page, "Find a permission…", "Approve invoices");
  const concerned = making.getByRole("region", { name: "Whom it concerns already" });
  await expect(concerned.getByText(/Tenant admin holds them together/)).toBeVisible();
  await expect(concerned).toContainText("Create invoices (by Clerk)");
  await seenEverywhere(page, "separation-new-permissions");
  await making.getByRole("button", { name: "Create rule" }).click();
  await expect(making).toBeHidden();
  const made = rule(page, "Invoices");
  await expect(made).toContainText("Nobody may have both Approve invoices and Create invoices.");
  await expect(made).toContainText("nobody else can be given it without an exception");
  await made.getByText(/people break it/).click();
  await expect(made).toContainText("Approve invoices (by Approver) and Create invoices (by Clerk)");
  await seenEverywhere(page, "separation-permissions");

  await page.goto("/roles/new");
  const name = page.getByLabel("Name", { exact: true });
  await whenListening(name);
  await name.fill("Both");
  const inherits = page.getByRole("combobox", { name: "Inherits from" });
  for (const role of ["Clerk", "Approver"]) await choose(inherits, page, "Find a role…", role);
  await page.getByRole("button", { name: "Create role" }).click();
  await expect(page.getByText(/Both would hold .*“Invoices” keeps apart/).first()).toBeVisible();
});

test("a rule is changed and given up", async ({ page, tenant }) => {
  await tenant.signIn();
  await addRoles(tenant.id);
  await addRule(tenant.id, "Invoices", "static", ["clerk", "approver"]);
  await page.goto("/separation");
  const editing = dialogOf(page, "Edit Invoices");
  await clickToOpen(page.getByRole("button", { name: "Edit Invoices" }), editing);
  await expect(editing.getByRole("button", { name: "Save" })).toBeDisabled();
  await editing.getByLabel("Description (optional)").fill("Two people for every invoice");
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(rule(page, "Invoices")).toContainText("Two people for every invoice");
  const deleting = dialogOf(page, "Delete Invoices?");
  await clickToOpen(page.getByRole("button", { name: "Delete Invoices" }), deleting);
  await deleting.getByLabel("Reason (optional)").fill("Reorganised");
  await deleting.getByRole("button", { name: "Delete rule" }).click();
  await expect(page.getByText("No duties are separated yet")).toBeVisible();
  const events = await factory.query<{ action: string; reason: string | null }>(
    `SELECT action, reason FROM audit_events WHERE tenant_id = $1 AND action LIKE 'sod%'
     ORDER BY recorded_at`,
    [tenant.id],
  );
  expect(events).toEqual([
    { action: "sod_rule.updated", reason: null },
    { action: "sod_rule.deleted", reason: "Reorganised" },
  ]);
});

test("an exception takes two people, and the role can be given until it ends", async ({
  page,
  browser,
  tenant,
}) => {
  await tenant.signIn();
  await addRoles(tenant.id);
  await addRule(tenant.id, "Invoices", "static", ["clerk", "approver"]);
  const alan = await factory.createUser(tenant.id, { name: "Alan Turing", roles: ["clerk"] });

  await page.goto("/separation/exceptions");
  await expect(page.getByText("No exceptions yet")).toBeVisible();
  const asking = dialogOf(page, "Ask for an exception");
  await clickToOpen(page.getByRole("button", { name: "Ask for an exception" }), asking);
  await asking.getByRole("button", { name: "Ask" }).click();
  await expect(asking.getByText("Choose a person.")).toBeVisible();
  await expect(asking.getByText("Say when it ends.")).toBeVisible();
  await choose(asking.getByText("Choose a person", { exact: true }), page, "Find a person", "Alan");
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16);
  await asking.getByLabel("Until").fill(until);
  await asking.getByLabel("Reason").fill("Covers for Grace over the holidays");
  await seenEverywhere(page, "separation-ask");
  await asking.getByRole("button", { name: "Ask" }).click();
  await expect(asking).toBeHidden();
  const waiting = exception(page, "Alan Turing");
  await expect(waiting).toContainText("You asked for it, so somebody else has to decide.");
  await expect(waiting.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expect(waiting.getByRole("button", { name: /^Withdraw/ })).toBeVisible();

  // … and another decides.
  const context = await browser.newContext();
  await tenant.signIn(["security_officer"], context);
  const other = await context.newPage();
  await other.goto("/separation");
  await other.getByRole("link", { name: /Exceptions 1 waiting/ }).click();
  await expect(exception(other, "Alan Turing")).toContainText("Covers for Grace");
  await seenEverywhere(other, "separation-waiting");
  const approving = dialogOf(other, "Approve the exception?");
  await clickToOpen(
    exception(other, "Alan Turing").getByRole("button", { name: /^Approve/ }),
    approving,
  );
  await approving.getByLabel("Comment (optional)").fill("Fine until then");
  await seenEverywhere(other, "separation-approve");
  await approving.getByRole("button", { name: "Approve" }).click();
  await expect(other.getByRole("region", { name: "In force" })).toContainText("Alan Turing");
  await context.close();

  // From then on the role can be given, until the exception ends and not for good.
  await page.goto(`/users/${alan.id}`);
  const giving = await beginToGive(page);
  await expect(giving.getByText(/Approver and Clerk from .*“Invoices” forbids/)).toBeVisible();
  await giving.getByLabel("Until (optional)").fill(until);
  await expect(giving.getByText(/Alan Turing gains/)).toBeVisible();
  await giving.getByRole("button", { name: "Give role" }).click();
  await expect(giving).toBeHidden();
  await expect(page.getByRole("region", { name: "Roles" })).toContainText("Approver");
  const [event] = await factory.query<{ reason: string }>(
    "SELECT reason FROM audit_events WHERE tenant_id = $1 AND action = 'sod_exception.approved'",
    [tenant.id],
  );
  expect(event?.reason).toBe("Fine until then");
});

test("of roles that exclude each other somebody chooses, and pages come and go with them", async ({
  page,
  browser,
  tenant,
}) => {
  const person = await tenant.signIn(["user"]);
  await addRoles(tenant.id);
  await factory.query("UPDATE users SET name = 'Grace Hopper' WHERE id = $1", [person.userId]);
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, $2, unnest($3::text[])",
    [tenant.id, person.userId, ["clerk", "approver"]],
  );
  await addRule(tenant.id, "Invoices", "dynamic", ["clerk", "approver"]);
  await page.goto("/");
  const menu = page.getByRole("navigation", { name: "Main" });
  await expect(page.getByText("Some of your roles exclude each other.")).toBeVisible();
  await expect(menu.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await page.getByRole("link", { name: "Choose which to use" }).click();
  await expect(page).toHaveURL(/\/account#roles/);
  const chooser = page.getByRole("region", { name: "Choose for Invoices" });
  await expect(chooser.getByText("Until you choose, what they allow is off.")).toBeVisible();
  await expect(chooser.getByLabel("None of them")).toBeChecked();
  await expect(chooser).toBeInViewport({ ratio: 1 });
  await seenEverywhere(page, "separation-choose");

  await chooser.getByLabel("Approver").check();
  await chooser.getByRole("button", { name: "Use in this session" }).click();
  await expect(menu.getByRole("link", { name: "Audit log" })).toBeVisible();
  await expect(page.getByText("Some of your roles exclude each other.")).toHaveCount(0);
  await expect(chooser.getByLabel("Approver")).toBeChecked();
  await seenEverywhere(page, "separation-chosen");
  await chooser.getByLabel("Clerk").check();
  await chooser.getByRole("button", { name: "Use in this session" }).click();
  await expect(menu.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  await expect(menu.getByRole("link", { name: "People" })).toBeVisible();

  // Why not is told to oneself and to others.
  await page.goto("/explain?permission=audit.read");
  await expect(answer(page)).toContainText("Your role Approver would allow it");
  await expect(answer(page)).toContainText("“Invoices”");
  await seenEverywhere(page, "separation-explain-self");
  await answer(page).getByRole("link", { name: "Choose it in your account" }).click();
  await expect(chooser).toBeVisible();
  const context = await browser.newContext();
  await tenant.signIn(["tenant_admin"], context);
  const admin = await context.newPage();
  await admin.goto(`/explain?user=${person.userId}&permission=audit.read`);
  await expect(answer(admin)).toContainText("only in sessions in which Grace Hopper has chosen");
  await answer(admin).getByRole("link", { name: "Invoices" }).click();
  await expect(rule(admin, "Invoices")).toContainText("1 person has to choose");
  await seenEverywhere(admin, "separation-linked");
  await admin.goto(`/users/${person.userId}`);
  const search = admin.getByLabel("Search permissions");
  const read = admin.locator('[data-permission="audit.read"]');
  await expect(async () => {
    await search.fill("search the audit");
    await expect(read).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(read).toContainText("Not in use");
  await expect(read).toContainText("“Invoices”");
  await seenEverywhere(admin, "separation-person");
  await context.close();
});

test("where a rule leaves room, several roles are chosen, and never too many", async ({
  page,
  tenant,
}) => {
  const person = await tenant.signIn(["user"]);
  await addRoles(tenant.id);
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, $2, unnest($3::text[])",
    [tenant.id, person.userId, ["clerk", "approver", "executive"]],
  );
  await addRule(tenant.id, "Invoices", "dynamic", ["clerk", "approver", "executive"]);
  await factory.query("UPDATE sod_rules SET role_limit = 3 WHERE tenant_id = $1", [tenant.id]);
  await page.goto("/account#roles");
  const chooser = page.getByRole("region", { name: "Choose for Invoices" });
  const use = chooser.getByRole("button", { name: "Use in this session" });
  await expect(async () => {
    await chooser.getByLabel("Clerk").check();
    await expect(use).toBeEnabled({ timeout: 1_000 });
  }).toPass();
  await expect(chooser.getByLabel("Executive")).toBeEnabled();
  await chooser.getByLabel("Approver").check();
  await expect(chooser.getByLabel("Executive")).toBeDisabled();
  await seenEverywhere(page, "separation-choose-several");
  await use.click();
  const menu = page.getByRole("navigation", { name: "Main" });
  for (const name of ["Audit log", "People"]) {
    await expect(menu.getByRole("link", { name })).toBeVisible();
  }
  await expect(menu.getByRole("link", { name: "Overview" })).toHaveCount(0);
  await chooser.getByLabel("Clerk").uncheck();
  await use.click();
  await expect(menu.getByRole("link", { name: "People" })).toHaveCount(0);
  await expect(menu.getByRole("link", { name: "Audit log" })).toBeVisible();
});

test("thirty rules, and one that five hundred people break, fit", async ({ page, tenant }) => {
  const admin = await tenant.signIn();
  await addRoles(tenant.id);
  await addRule(tenant.id, "Invoices", "static", ["clerk", "approver"]);
  await factory.query(
    `WITH role AS (
       INSERT INTO roles (tenant_id, id, name)
       SELECT $1, 'r' || i, 'Deputy head of regional procurement ' || i FROM generate_series(1, 20) i
       RETURNING id
     ), rule AS (
       INSERT INTO sod_rules (tenant_id, name, description, kind, role_limit)
       SELECT $1, 'Procurement, approval and payment ' || i, repeat('Two people for each step. ', i % 5),
         CASE WHEN i % 2 = 0 THEN 'static' ELSE 'dynamic' END, 2 + i % 3
       FROM generate_series(1, 29) i RETURNING id
     )
     INSERT INTO sod_rule_roles SELECT $1, rule.id, role.id FROM rule, role`,
    [tenant.id],
  );
  await factory.query(
    `WITH person AS (
       INSERT INTO users (tenant_id, email, name)
       SELECT $1, 'p' || i || '-' || $2::text || '@example.com', 'Person ' || lpad(i::text, 3, '0')
       FROM generate_series(1, 500) i RETURNING id
     )
     INSERT INTO role_assignments (tenant_id, user_id, role)
     SELECT $1, id, unnest(ARRAY['clerk', 'approver']) FROM person`,
    [tenant.id, tenant.id],
  );
  await factory.query(
    `INSERT INTO sod_exceptions (tenant_id, rule_id, user_id, reason, state, ends_at, asked_by,
       asked_by_name, asked_at, decided_by, decided_by_name, decided_at)
     SELECT $1, r.id, u.id, repeat('Covers for somebody who is away. ', 1 + n::int % 4), state,
       now() + n * interval '1 day', $2, 'Ada Example', now() - n * interval '1 hour',
       CASE state WHEN 'asked' THEN NULL ELSE uuidv7() END,
       CASE state WHEN 'asked' THEN NULL ELSE 'Alan Turing' END,
       CASE state WHEN 'asked' THEN NULL ELSE now() END
     FROM sod_rules r, (
       SELECT id, row_number() OVER (ORDER BY name) AS n,
         (ARRAY['asked', 'approved', 'refused', 'ended'])[1 + row_number() OVER (ORDER BY name) % 4] AS state
       FROM users WHERE tenant_id = $1 AND name LIKE 'Person%' ORDER BY name LIMIT 60
     ) u WHERE r.tenant_id = $1 AND r.name = 'Invoices'`,
    [tenant.id, admin.userId],
  );
  await page.goto("/separation");
  const invoices = rule(page, "Invoices");
  await expect(invoices.getByText("485 people break it, 15 will")).toBeVisible();
  await invoices.getByText("485 people break it, 15 will").click();
  await expect(invoices.getByText(/And 475 more/)).toBeVisible();
  await seenEverywhere(page, "separation-overfull");
  await expect(async () => {
    await page.getByLabel("Search rules").fill("payment 29");
    await expect(page.locator("[data-rule]")).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await page.getByLabel("Search rules").fill("");
  const asking = dialogOf(page, "Ask for an exception");
  await invoices.getByText("485 people break it, 15 will").click();
  await clickToOpen(
    page.getByRole("button", { name: "Ask for an exception for Person 002" }),
    asking,
  );
  await expect(asking.getByText("Person 002")).toBeVisible();
  await page.goto("/separation/exceptions");
  await expect(page.getByText("20 earlier ones")).toBeVisible();
  await seenEverywhere(page, "separation-exceptions-overfull");
});

test("who may only look sees no way to change anything, and others are told why not", async ({
  page,
  tenant,
}) => {
  await addRoles(tenant.id);
  await addRule(tenant.id, "Invoices", "static", ["clerk", "approver"]);
  await tenant.signIn(["security_officer"]);
  await page.goto("/separation");
  await expect(rule(page, "Invoices")).toContainText("Nobody breaks it.");
  for (const name of ["New rule", "Edit Invoices", "Delete Invoices", "Ask for an exception"]) {
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  }
  await tenant.signIn(["executive"]);
  for (const path of ["/separation", "/separation/exceptions"]) {
    await page.goto(path);
    await expect(page.getByText("You may not see this page")).toBeVisible();
  }
});
