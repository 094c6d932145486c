import type { Page } from "@playwright/test";
import {
  clickToOpen,
  dialogOf,
  expect,
  factory,
  seenEverywhere,
  test,
  whenListening,
} from "../fixtures.ts";

const PARENT = "aaaaaaaa-0000-4000-8000-000000000001";
const CLERK = "aaaaaaaa-0000-4000-8000-000000000002";

/** A role that inherits from another, and two people who have it. */
async function makeClerks(tenantId: string): Promise<{ grace: string; tony: string }> {
  await factory.query(
    `INSERT INTO roles (tenant_id, id, name, description) VALUES
       ($1, '${PARENT}', 'Reader of all reports', ''), ($1, '${CLERK}', 'Clerk', 'Handles orders.')`,
    [tenantId],
  );
  await factory.query(`INSERT INTO role_parents VALUES ($1, '${CLERK}', '${PARENT}')`, [tenantId]);
  await factory.query(
    `INSERT INTO role_permissions (tenant_id, role_id, permission, effect) VALUES
       ($1, '${PARENT}', 'report.read', 'allow'), ($1, '${CLERK}', 'document.delete', 'allow'),
       ($1, '${CLERK}', 'order.cancel', 'allow'), ($1, '${CLERK}', 'invoice.refund', 'allow'),
       ($1, '${CLERK}', 'document.share', 'deny')`,
    [tenantId],
  );
  const ids: string[] = [];
  for (const name of ["Grace Hopper", "Tony Hoare"]) {
    const { id } = await factory.createUser(tenantId, { roles: [], name });
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, $3)",
      [tenantId, id, CLERK],
    );
    ids.push(id);
  }
  return { grace: ids[0] ?? "", tony: ids[1] ?? "" };
}

/** Makes the clerks' roles as old as this: what is unused can be told of old ones only. */
async function age(tenantId: string, days: number): Promise<void> {
  for (const change of ["role_assignments SET assigned_at =", "roles SET updated_at ="]) {
    await factory.query(`UPDATE ${change} now() - make_interval(days => $2) WHERE tenant_id = $1`, [
      tenantId,
      days,
    ]);
  }
}

async function use(
  tenantId: string,
  userId: string,
  permission: string,
  daysAgo: number,
  count: number,
): Promise<void> {
  await factory.query(
    `INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, count, last_at)
     SELECT $1, $2, $3, moment::date, 'everywhere', $5, moment
     FROM (SELECT now() - make_interval(days => $4) AS moment) m`,
    [tenantId, userId, permission, daysAgo, count],
  );
}

const keep = (page: Page, permission: string) =>
  page.getByRole("checkbox", { name: `Keep ${permission}` });

test("says that nothing was recorded yet", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/unused");
  await expect(page.getByText("No use recorded yet")).toBeVisible();
  await seenEverywhere(page, "unused-empty");
});

test("a role is made smaller, after what people did was decided again", async ({
  page,
  tenant,
}) => {
  const { grace, tony } = await makeClerks(tenant.id);
  await use(tenant.id, grace, "document.read", 3, 40);
  await use(tenant.id, grace, "order.cancel", 5, 7);
  await use(tenant.id, tony, "invoice.refund", 60, 1);
  await use(tenant.id, tony, "order.cancel", 110, 2);
  await tenant.signIn();

  await page.goto(`/unused/roles/${CLERK}`);
  await expect(page.getByText("Too early to tell what is unused")).toBeVisible();
  await expect(keep(page, "Delete documents")).toBeChecked();
  await seenEverywhere(page, "unused-too-early");
  await age(tenant.id, 200);

  await page.goto("/unused");
  const clerk = page.getByRole("row", { name: /Clerk/ });
  await expect(clerk).toContainText(/\d+ of \d+/);
  await page.getByText("How use is counted").click();
  await seenEverywhere(page, "unused-roles");
  await page.getByRole("radio", { name: "30 days" }).check({ force: true });
  await expect(page).toHaveURL(/days=30/);
  await page.getByRole("link", { name: "Clerk", exact: true }).click();

  await expect(page.getByRole("heading", { name: "Clerk" })).toBeVisible();
  await whenListening(keep(page, "Delete documents"));
  await expect(keep(page, "Delete documents")).not.toBeChecked();
  await expect(keep(page, "Refund invoices")).not.toBeChecked();
  await expect(keep(page, "Read documents")).toBeChecked();
  const verdict = page.getByRole("region", { name: "Replay of 30 days" });
  await expect(verdict).toContainText("No new denials. 47 decisions of 1 person replayed");
  await expect(page.getByRole("link", { name: "Reader of all reports" })).toBeVisible();
  await seenEverywhere(page, "unused-role");

  const apply = page.getByRole("button", { name: "Apply smaller role" });
  await keep(page, "Cancel orders").uncheck();
  await expect(verdict).toContainText("7 decisions would now be denied");
  await expect(verdict.getByRole("link", { name: "Grace Hopper" })).toBeVisible();
  await expect(apply).toBeDisabled();
  await page.getByRole("checkbox", { name: /Apply it although 7 decisions/ }).check();
  await expect(apply).toBeEnabled();
  await seenEverywhere(page, "unused-denials");

  await keep(page, "Cancel orders").check();
  await expect(verdict).toContainText("No new denials");
  const dialog = dialogOf(page, "Make Clerk smaller?");
  await clickToOpen(apply, dialog);
  await expect(
    dialog.getByText(/(Grace Hopper|Tony Hoare) and (Grace Hopper|Tony Hoare) lose/),
  ).toBeVisible();
  await seenEverywhere(page, "unused-apply");
  await dialog.getByRole("textbox").fill("Not used since October.");
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(dialog).toBeHidden();
  await expect(keep(page, "Delete documents")).toHaveCount(0);
  await expect(verdict).toContainText("Untick what the role should no longer allow");
  const entries = await factory.query(
    "SELECT permission, effect FROM role_permissions WHERE role_id = $1 AND tenant_id = $2 ORDER BY 1",
    [CLERK, tenant.id],
  );
  expect(entries).toEqual([
    { permission: "document.read", effect: "allow" },
    { permission: "document.share", effect: "deny" },
    { permission: "order.cancel", effect: "allow" },
  ]);
  const [event] = await factory.query<{ reason: string; people: number }>(
    `SELECT reason, (details -> 'radius' ->> 'peopleCount')::int AS people FROM audit_events
     WHERE tenant_id = $1 AND action = 'role.updated'`,
    [tenant.id],
  );
  expect(event).toEqual({ reason: "Not used since October.", people: 2 });
});

test("says of each person what they use, and of built-in roles that they stay", async ({
  page,
  tenant,
}) => {
  const { grace } = await makeClerks(tenant.id);
  await use(tenant.id, grace, "order.cancel", 5, 7);
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
     VALUES ($1, $2, 'document.update', 'project', 'apollo')`,
    [tenant.id, grace],
  );
  await tenant.signIn();
  await page.goto("/unused/people");
  const row = page.getByRole("row", { name: /Grace Hopper/ });
  await expect(row).toBeVisible();
  await seenEverywhere(page, "unused-people");
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Grace Hopper" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Change documents on project apollo/ })).toContainText(
    "Never",
  );
  await expect(page.getByRole("row", { name: /Cancel orders/ })).toContainText("7");
  await seenEverywhere(page, "unused-person");

  await page.goto("/unused/roles/manager");
  await expect(page.getByText("Built-in roles cannot be changed.")).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await seenEverywhere(page, "unused-built-in");
  await page.goto("/unused/roles/nothing");
  await expect(page.getByText("There is no such role")).toBeVisible();
});

test("a replay of nothing proves nothing, and who may not change roles is told", async ({
  page,
  tenant,
}) => {
  const { grace } = await makeClerks(tenant.id);
  await use(tenant.id, grace, "order.cancel", 60, 7);
  await age(tenant.id, 200);
  const { userId } = await tenant.signIn([]);
  await factory.query(
    `WITH made AS (
       INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'watcher', 'Watcher') RETURNING tenant_id
     ), said AS (
       INSERT INTO role_permissions (tenant_id, role_id, permission)
       SELECT tenant_id, 'watcher', 'access_usage.read' FROM made
     )
     INSERT INTO role_assignments (tenant_id, user_id, role) SELECT tenant_id, $2, 'watcher' FROM made`,
    [tenant.id, userId],
  );
  await page.goto(`/unused/roles/${CLERK}?days=30`);
  const verdict = page.getByRole("region", { name: "Replay of 30 days" });
  await expect(verdict).toContainText("a replay proves nothing");
  await expect(page.getByText(/needs the permission|more than you may do/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply smaller role" })).toHaveCount(0);
});
