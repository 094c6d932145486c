import type { Locator, Page } from "@playwright/test";
import { clickToOpen, dialogOf, expect, factory, seenEverywhere, test } from "../fixtures.ts";

const rows = (page: Page) => page.getByRole("table", { name: "Resources" }).locator("tbody tr");
const typeRow = (page: Page, type: string) => page.locator(`[data-type="${type}"]`);

async function pick(page: Page, field: Locator, option: string) {
  const item = page.getByRole("option", { name: option, exact: true });
  await clickToOpen(field, item);
  await item.click();
}

test("resources are registered, found, moved and removed", async ({ page, tenant }) => {
  await tenant.signIn();
  await factory.createUser(tenant.id, {
    name: "Grace Hopper",
    roles: [],
    email: `grace-${tenant.id}@example.com`,
  });
  await page.goto("/resources");
  await expect(page.getByText("No resources yet")).toBeVisible();
  await seenEverywhere(page, "resources-empty");

  const making = dialogOf(page, "Register a resource");
  await clickToOpen(page.getByRole("button", { name: "Register resource" }).first(), making);
  await expect(making.getByRole("button", { name: "Register" })).toBeDisabled();
  await pick(page, making.getByLabel("Type"), "Workspace");
  await making.getByLabel("Id").fill("w-1");
  await making.getByLabel("Name (optional)").fill("Sales");
  await making.getByLabel("Owner (optional)").fill(`grace-${tenant.id}@example.com`);
  await seenEverywhere(page, "resources-new");
  await making.getByRole("button", { name: "Register" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sales" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Grace Hopper" })).toBeVisible();

  // What is registered here lies under it, and what is given on it reaches down.
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
     SELECT $1, id, 'document.read', 'workspace', 'w-1' FROM users
     WHERE tenant_id = $1 AND name = 'Grace Hopper'`,
    [tenant.id],
  );
  await clickToOpen(page.getByRole("button", { name: "Register under it" }), making);
  await pick(page, making.getByLabel("Type"), "Project");
  await making.getByLabel("Id").fill("p-1");
  await making.getByRole("button", { name: "Register" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "p-1" })).toBeVisible();
  const editing = dialogOf(page, "Edit p-1");
  await clickToOpen(page.getByRole("button", { name: "Edit" }), editing);
  await expect(editing.getByRole("button", { name: "Save" })).toBeDisabled();
  await pick(page, editing.getByLabel("Lies under"), "Nothing");
  await expect(editing.getByText(/Grace Hopper loses/)).toBeVisible();
  await seenEverywhere(page, "resources-move");
  await editing.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("navigation", { name: "Lies under" }).getByText("Sales").click();
  await expect(rows(page)).toContainText("p-1");
  await expect(page.getByRole("link", { name: "1 grant" })).toBeVisible();
  await seenEverywhere(page, "resources-details");
  await page.getByRole("link", { name: "1 grant" }).click();
  await expect(page).toHaveURL(/\/grants\?type=workspace&resource=w-1/);
  await page.goBack();
  await page.getByRole("link", { name: "Who could do something to it" }).click();
  await expect(page.getByLabel("Its id")).toHaveValue("w-1");

  await page.goto("/resources/details?type=project&id=p-1");
  const removing = dialogOf(page, "Remove p-1?");
  await clickToOpen(page.getByRole("button", { name: "Remove" }), removing);
  await removing.getByRole("button", { name: "Remove" }).click();
  await expect(page).toHaveURL(/\/resources$/);
  await expect(rows(page)).toHaveCount(1);
  await page.goto("/resources/details?type=project&id=p-1");
  await expect(page.getByText(/not found|There is no/i).first()).toBeVisible();
});

test("far too many resources are paged and searched", async ({ page, tenant }) => {
  await tenant.signIn();
  await factory.query(
    `INSERT INTO resources (tenant_id, type, id, name, owner)
     SELECT $1, 'workspace', 'workspace-with-quite-a-long-id-' || n,
       CASE WHEN n % 3 = 0 THEN '' ELSE 'Workspace of the department number ' || n END,
       CASE WHEN n % 2 = 0 THEN 'somebody.with.a.long.name' || n || '@example.com' END
     FROM generate_series(100, 220) n`,
    [tenant.id],
  );
  await factory.query(
    `INSERT INTO resources (tenant_id, type, id, parent_type, parent_id)
     SELECT $1, 'project', 'p-' || n, 'workspace', 'workspace-with-quite-a-long-id-100'
     FROM generate_series(1, 3) n`,
    [tenant.id],
  );
  await page.goto("/resources");
  await expect(rows(page)).toHaveCount(50);
  await seenEverywhere(page, "resources");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(rows(page).first()).toContainText("-150");
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(rows(page).first()).toContainText("-100");
  const search = page.getByPlaceholder("Name, id or owner");
  await search.fill("p-2");
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "p-2" })).toBeVisible();
  await page.goto("/resources?text=nothing-of-the-kind");
  await expect(page.locator('[data-empty="nothing-matches"]')).toBeVisible();
});

test("types are registered with their actions, changed and removed", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/resources");
  await page.getByRole("link", { name: "Types" }).click();
  await expect(typeRow(page, "document")).toContainText("Can lie under: project.");
  await seenEverywhere(page, "resource-types");

  const making = dialogOf(page, "New type");
  await clickToOpen(page.getByRole("button", { name: "New type" }), making);
  await making.getByLabel("Name", { exact: true }).fill("To-do");
  await making.getByLabel("Id").fill("to do");
  await expect(making.getByText(/Use letters, digits/)).toBeVisible();
  await making.getByLabel("Id").fill("todo");
  await expect(making.getByLabel(/^Tenant admins have its permissions/)).not.toBeChecked();
  await making.getByRole("button", { name: "Add action" }).click();
  await making.getByLabel("Name of action 1").fill("close");
  await making.getByLabel("What action 1 does").fill("Close a to-do.");
  await expect(making.getByRole("button", { name: "Register" })).toBeEnabled();
  await seenEverywhere(page, "resource-types-new");
  await making.getByRole("button", { name: "Register" }).click();
  await expect(making).toBeHidden();
  await typeRow(page, "todo").getByText("1 action").click();
  await expect(typeRow(page, "todo")).toContainText("todo.close");

  const editing = dialogOf(page, "Edit To-do");
  await clickToOpen(page.getByRole("button", { name: "Edit To-do" }), editing);
  await editing.getByRole("button", { name: "Remove action close" }).click();
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(typeRow(page, "todo")).toContainText("No actions yet");
  const removing = dialogOf(page, "Remove To-do?");
  await clickToOpen(page.getByRole("button", { name: "Remove To-do" }), removing);
  await removing.getByRole("button", { name: "Remove" }).click();
  await expect(typeRow(page, "todo")).toHaveCount(0);

  // Gatehouse's own can have further actions.
  const adding = dialogOf(page, "Edit Document");
  await clickToOpen(page.getByRole("button", { name: "Edit Document" }), adding);
  await adding.getByRole("button", { name: "Add action" }).click();
  await adding.getByLabel("Name of action 1").fill("sign");
  await adding.getByRole("button", { name: "Save" }).click();
  await expect(adding).toBeHidden();
  await typeRow(page, "document")
    .getByText(/actions$/)
    .click();
  await expect(typeRow(page, "document")).toContainText("document.sign");
  await seenEverywhere(page, "resource-types-open");
});

test("hundreds of types and thousands of their permissions are paged and searched", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await factory.query(
    `INSERT INTO resource_types (tenant_id, id, name)
     SELECT $1, 'table' || n, 'Table ' || n FROM generate_series(1, 520) n`,
    [tenant.id],
  );
  await factory.query(
    `INSERT INTO resource_actions (tenant_id, resource_type, name)
     SELECT $1, 'table' || n, action
     FROM generate_series(1, 520) n, unnest(ARRAY['create', 'delete', 'read', 'update']) action`,
    [tenant.id],
  );
  await page.goto("/resources/types");
  const own = page.getByRole("region", { name: "Your own types" }).getByRole("listitem");
  await expect(own.first()).toContainText("Table 1");
  await expect(typeRow(page, "table50")).toBeVisible();
  await expect(typeRow(page, "table51")).toHaveCount(0);
  await seenEverywhere(page, "types-overfull");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(typeRow(page, "table51")).toBeVisible();
  const search = page.getByPlaceholder("Type or action");
  await search.fill("table 519");
  await expect(typeRow(page, "table519")).toBeVisible();
  await expect(typeRow(page, "table51")).toHaveCount(0);
  await search.fill("no such type");
  await expect(page.locator('[data-empty="nothing-matches"]')).toBeVisible();

  await page.goto("/roles/new");
  const products = page.getByRole("region", { name: "Your products" });
  const choices = products.getByRole("combobox");
  await expect(choices).toHaveCount(100);
  await clickToOpen(
    products.getByRole("button", { name: "Show 400 more" }),
    products.getByText("1,580 are not shown."),
  );
  await expect(choices).toHaveCount(500);
  await page.getByPlaceholder("Search permissions").fill("table519.");
  await expect(choices).toHaveCount(4);
});

test("an action is needed beside another one when a question says so", async ({ page, tenant }) => {
  await tenant.signIn();
  await factory.query(
    `INSERT INTO resource_types (tenant_id, id, name) VALUES ($1, 'record', 'Record')`,
    [tenant.id],
  );
  await factory.query("INSERT INTO resource_actions VALUES ($1, 'record', 'delete')", [tenant.id]);
  await page.goto("/resources/types");
  const editing = dialogOf(page, "Edit Record");
  await clickToOpen(page.getByRole("button", { name: "Edit Record" }), editing);
  await editing.getByText("Properties and conditions (optional)").click();
  await editing.getByRole("button", { name: "Add property" }).click();
  await expect(editing.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);
  await expect(editing.getByText("Shown here when everything that is needed")).toBeVisible();
  await editing.getByRole("textbox", { name: "Property name" }).fill("soft");
  await editing.getByRole("button", { name: "Add action" }).click();
  await editing.getByRole("textbox", { name: "Name of action 2" }).fill("purge");
  await editing.getByText("Properties and conditions (optional)").click();
  await pick(
    page,
    editing.getByLabel("When is purge required?"),
    "In addition to delete, under conditions",
  );
  await editing.getByRole("button", { name: "Add condition" }).click();
  const value = editing.getByRole("textbox", { name: "Value", exact: true });
  await value.fill("maybe");
  await expect(editing.getByText("soft is a boolean and cannot be compared so.")).toBeVisible();
  await value.fill("false");
  await seenEverywhere(page, "resource-types-condition");
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(editing).toBeHidden();
  await expect(typeRow(page, "record")).toContainText(
    "purge is required in addition to delete when soft is false.",
  );
  await typeRow(page, "record").getByText("2 actions").click();
  await expect(typeRow(page, "record")).toContainText(
    "Properties of the request: soft (true or false).",
  );
});

test("what products call people is added, changed and removed", async ({ page, tenant }) => {
  await tenant.signIn();
  await page.goto("/resources/types");
  const row = (type: string) => page.locator(`[data-subject-type="${type}"]`);
  await expect(row("user")).toContainText("Always there");
  const adding = dialogOf(page, "Add a type of people");
  await clickToOpen(page.getByRole("button", { name: "Add type of people" }), adding);
  await expect(adding.getByRole("button", { name: "Add" })).toBeDisabled();
  await adding.getByLabel("Type").fill("identity");
  await adding.getByLabel("Reason (optional)").fill("What the gateway says");
  await seenEverywhere(page, "subject-types-new");
  await adding.getByRole("button", { name: "Add" }).click();
  await expect(row("identity")).toContainText("their external id, or else");
  const editing = dialogOf(page, "Edit identity");
  await clickToOpen(page.getByRole("button", { name: "Edit identity" }), editing);
  await pick(page, editing.getByLabel("Searches name people"), "By their e-mail address");
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(row("identity")).toContainText("by their e-mail address");
  const removing = dialogOf(page, "Remove identity?");
  await clickToOpen(page.getByRole("button", { name: "Remove identity" }), removing);
  await removing.getByRole("button", { name: "Remove" }).click();
  await expect(row("identity")).toHaveCount(0);
});
