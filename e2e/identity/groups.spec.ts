import { randomUUID } from "node:crypto";
import {
  clickToOpen,
  dialogOf,
  expect,
  expectAccessible,
  factory,
  test,
  whenListening,
} from "../fixtures.ts";
import { addGroup, addPerson, inFinance } from "../groups.ts";

test("a group by hand: made, filled, given a role, emptied and deleted, each shown before", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await addPerson(tenant.id, "Grace Hopper");
  await addPerson(tenant.id, "Alan Turing");
  await page.goto("/groups");
  await expect(page.getByText("No groups yet")).toBeVisible();
  const dialog = dialogOf(page);
  await clickToOpen(page.getByRole("button", { name: "New group" }).first(), dialog);
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(dialog.getByText("Give the group a name.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill("Night shift");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Night shift" })).toBeVisible();
  await expect(page.getByText("Nobody is in this group yet")).toBeVisible();
  await expect(dialog).toHaveCount(0);

  await clickToOpen(page.getByRole("button", { name: "Add people" }), dialog);
  await dialog.getByLabel("Search people").fill("grace");
  await dialog.getByRole("checkbox", { name: /Grace Hopper/ }).check();
  await expect(dialog.getByText("Nobody’s access changes at once")).toBeVisible();
  await dialog.getByRole("button", { name: "Add Grace Hopper", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Grace Hopper/ })).toBeVisible();

  await page.getByRole("link", { name: /^Roles 0/ }).click();
  await clickToOpen(page.getByRole("button", { name: "Give role" }), dialog);
  await dialog.getByRole("combobox", { name: "Role Choose a role" }).click();
  await page.getByPlaceholder("Find a role…").fill("Executive");
  await page.getByRole("option", { name: "Executive" }).click();
  await dialog.getByLabel(/Reason/).fill("Covers the night");
  await expect(dialog.getByText(/Grace Hopper gains/)).toBeVisible();
  await dialog.getByRole("button", { name: "Give role" }).click();
  await expect(dialog).toHaveCount(0);
  const given = page.getByRole("list", { name: "Roles of the group" });
  await expect(given.getByText("Executive")).toBeVisible();
  await expect(given.getByText(/Covers the night/)).toBeVisible();

  await page.getByRole("link", { name: /^Members 1/ }).click();
  const row = page.getByRole("row", { name: /Grace Hopper/ });
  await clickToOpen(row.getByRole("button", { name: "Remove Grace Hopper" }), dialog);
  await expect(dialog.getByText(/Grace Hopper loses/)).toBeVisible();
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Nobody is in this group yet")).toBeVisible();

  await clickToOpen(page.getByRole("button", { name: "Delete" }), dialog);
  await dialog.getByRole("button", { name: "Delete group" }).click();
  await expect(page).toHaveURL(/\/groups$/);
  await expect(page.getByText("No groups yet")).toBeVisible();
  const events = await factory.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE tenant_id = $1 AND action LIKE 'group.%' ORDER BY id",
    [tenant.id],
  );
  expect(events.map(({ action }) => action)).toEqual([
    "group.created",
    "group.members_added",
    "group.role_assigned",
    "group.members_removed",
    "group.deleted",
  ]);
});

test("a rule: suggested, shown live in words and people, and saved with who gains and loses", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  for (let n = 1; n <= 7; n++) {
    await addPerson(tenant.id, `Finance ${n}`, { department: "Finance", city: "Berlin" });
  }
  const legal = await addPerson(tenant.id, "Lena Legal", { department: "Legal", city: "Paris" });
  await page.goto("/groups");
  const dialog = dialogOf(page);
  await clickToOpen(page.getByRole("button", { name: "New group" }).first(), dialog);
  await dialog.getByLabel("Name").fill("Money");
  await dialog.getByText("By a rule", { exact: true }).click();
  await dialog.getByLabel("Attribute of condition 1").click();
  await page.getByRole("option", { name: "department" }).click();
  await dialog.getByLabel("Value of condition 1").fill("fin");
  await page.getByRole("option", { name: "Finance" }).click();
  const preview = dialog.getByRole("region", { name: "Whom the rule chooses" });
  await expect(preview.getByText("Everybody whose department is “Finance”.")).toBeVisible();
  await expect(preview.getByText(/Would choose 7 people: .* and 2 more\./)).toBeVisible();
  await dialog.getByLabel("Or, in condition 1").fill("legal");
  await page.keyboard.press("Enter");
  await expect(preview.getByText(/Would choose 8 people/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByText(/Nobody is put in or taken out by hand/)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Lena Legal/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add people" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Remove/ })).toHaveCount(0);

  await factory.query(
    "INSERT INTO group_roles (tenant_id, group_id, role) SELECT $1, id, 'executive' FROM groups WHERE tenant_id = $1",
    [tenant.id],
  );
  await clickToOpen(page.getByRole("button", { name: "Change rule" }), dialog);
  await dialog.getByRole("button", { name: "Remove legal" }).click();
  await expect(dialog.getByText(/Lena Legal loses/)).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: /^Members 7/ })).toBeVisible();
  await factory.query("UPDATE users SET attributes = $2 WHERE id = $1", [
    legal,
    JSON.stringify({ department: "finance" }),
  ]);
  await page.reload();
  await expect(page.getByRole("row", { name: /Lena Legal/ })).toBeVisible();
});

test("many members are paged and searched, and a group is found by its rule", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await factory.query(
    `INSERT INTO users (tenant_id, email, name, attributes)
     SELECT $1, 'p' || n || '-' || $2::text || '@example.com', 'Person ' || lpad(n::text, 3, '0'),
       '{"department": "Finance"}' FROM generate_series(1, 120) n`,
    [tenant.id, randomUUID()],
  );
  const groupId = await addGroup(tenant.id, "Finance", inFinance);
  await addGroup(tenant.id, "Other");
  await page.goto("/groups");
  const search = page.getByLabel("Name, rule or role");
  await whenListening(search);
  await search.fill("whose department");
  await expect(page.getByRole("row", { name: /Other/ })).toHaveCount(0);
  await search.fill("zzzz");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.goto(`/groups/${groupId}`);
  await expect(page.getByRole("link", { name: /^Person/ })).toHaveCount(50);
  const seen = new Set(await page.getByRole("link", { name: /^Person/ }).allTextContents());
  for (const size of [50, 20]) {
    await page.getByRole("link", { name: "Next" }).click();
    await expect(page.getByText(`${size} on this page`)).toBeVisible();
    await expect(page.getByRole("link", { name: [...seen][0] ?? "" })).toHaveCount(0);
    await expect(async () => {
      const names = await page.getByRole("link", { name: /^Person/ }).allTextContents();
      expect(names).toHaveLength(size);
      for (const name of names) seen.add(name);
    }).toPass();
  }
  expect(seen.size).toBe(120);
  const people = page.getByLabel("Name or e-mail address");
  await whenListening(people);
  await people.fill("person 007");
  await expect(page.getByRole("link", { name: /^Person/ })).toHaveCount(1);
});

test("who may not is told so, and sees only what they may do", async ({ page, tenant }) => {
  const groupId = await addGroup(tenant.id, "Finance", null);
  const { userId } = await tenant.signIn(["executive"]);
  await page.goto("/groups");
  await expect(page.getByText("You may not see this page")).toBeVisible();
  await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, 'readers', 'Readers')", [
    tenant.id,
  ]);
  await factory.query(
    "INSERT INTO role_permissions (tenant_id, role_id, permission) VALUES ($1, 'readers', 'group.read')",
    [tenant.id],
  );
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'readers')",
    [tenant.id, userId],
  );
  await expect(async () => {
    await page.goto(`/groups/${groupId}`);
    await expect(page.getByText("Nobody is in this group yet")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  for (const name of ["Edit", "Use a rule", "Delete", "Add people"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  for (const gone of [randomUUID(), "nonsense"]) {
    await page.goto(`/groups/${gone}`);
    await expect(page.getByText("There is no such group")).toBeVisible();
  }
});
