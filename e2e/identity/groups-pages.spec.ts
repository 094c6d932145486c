import type { Page } from "@playwright/test";
import { clickToOpen, dialogOf, expect, factory, seenEverywhere, test } from "../fixtures.ts";
import { addGroup, addPerson, inFinance } from "../groups.ts";

for (const look of [
  "empty",
  "list",
  "members",
  "by-rule",
  "roles",
  "new",
  "edit",
  "add",
] as const) {
  test(`${look}: both themes, both widths, accessible, nothing on the console`, async ({
    page,
    tenant,
  }) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await tenant.signIn();
    const show = await prepare(look, tenant.id);
    await show(page);
    await seenEverywhere(page, `groups-${look}`);
    expect(complaints).toEqual([]);
  });
}

/** Makes what a look needs. @returns how to get to it. */
async function prepare(look: string, tenantId: string): Promise<(page: Page) => Promise<void>> {
  if (look === "empty") {
    return async (page) => {
      await page.goto("/groups");
      await expect(page.getByText("No groups yet")).toBeVisible();
    };
  }
  const people: string[] = [];
  for (const name of ["Grace Hopper", "Alan Turing", "Barbara Liskov-Longsurname"]) {
    people.push(await addPerson(tenantId, name, { department: "Finance", city: "Berlin" }));
  }
  const handMade = await addGroup(tenantId, "Night shift");
  const byRule = await addGroup(tenantId, "Finance", [
    ...inFinance,
    { attribute: "city", operator: "is_not", values: ["Paris", "Rome"] },
  ]);
  await factory.query("INSERT INTO group_members SELECT $1, $2, unnest($3::uuid[])", [
    tenantId,
    handMade,
    people.slice(0, 2),
  ]);
  await factory.query(
    `INSERT INTO group_roles (tenant_id, group_id, role, starts_at, ends_at, reason) VALUES
     ($1, $2, 'executive', NULL, NULL, ''), ($1, $2, 'manager', '2026-01-01', '2090-01-01', 'Covers for Ada'),
     ($1, $3, 'user', NULL, NULL, '')`,
    [tenantId, handMade, byRule],
  );
  return (page) => open(page, look, { handMade, byRule });
}

async function open(page: Page, look: string, groups: { handMade: string; byRule: string }) {
  const paths: Record<string, string> = {
    list: "/groups",
    new: "/groups?new=true",
    "by-rule": `/groups/${groups.byRule}`,
    edit: `/groups/${groups.byRule}`,
    roles: `/groups/${groups.handMade}/roles`,
  };
  const shown: Record<string, RegExp> = {
    list: /Night shift/,
    members: /Grace Hopper/,
    "by-rule": /Liskov/,
    roles: /Covers for Ada/,
    new: /It gives nothing yet/,
  };
  await page.goto(paths[look] ?? `/groups/${groups.handMade}`);
  const words = shown[look] ?? /How groups work/;
  await expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
  const dialog = dialogOf(page);
  if (look === "edit") {
    await clickToOpen(page.getByRole("button", { name: "Change rule" }), dialog);
    await dialog.getByRole("button", { name: "Remove Finance" }).click();
    await dialog.getByLabel("Value of condition 1").fill("Legal");
    await expect(dialog.getByText(/Would choose nobody now/)).toBeVisible();
    await expect(dialog.getByText(/lose/).first()).toBeVisible();
  }
  if (look === "add") {
    await clickToOpen(page.getByRole("button", { name: "Add people" }), dialog);
    await dialog.getByRole("checkbox", { name: /Liskov/ }).check();
    await expect(dialog.getByText(/Liskov-Longsurname gains/)).toBeVisible();
  }
}
