import { readFile } from "node:fs/promises";
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
import { addGroup } from "../groups.ts";

const trail = (page: Page) => page.getByRole("table", { name: "Changes of access" });
const panel = (page: Page) => page.locator("[data-side-panel]");

type Stored = {
  action: string;
  actor?: { id: string; name: string };
  target?: { type: string; id: string; name: string };
  reason?: string;
  details?: object;
  /** How many alike, a minute apart. */
  count?: number;
};

/** Changes as the log would hold them, without making each of them. */
async function store(tenantId: string, { actor, target, reason, details, ...each }: Stored) {
  await factory.query(
    `INSERT INTO audit_events (tenant_id, id, recorded_at, event_id, occurred_at, source, category,
       actor_type, actor_id, actor_name, action, outcome, target_type, target_id, target_name,
       reason, details, search)
     SELECT $1, id, uuid_extract_timestamp(id), id::text, now() - make_interval(mins => i),
       'portal', 'access', 'user', $2, $3, $4, 'success', $5, $6, $7, $8, $9, ''
     FROM (SELECT uuidv7() AS id, i FROM generate_series(1, $10::int) AS i OFFSET 0) AS rows`,
    [
      tenantId,
      actor?.id ?? "u1",
      actor?.name ?? "Ada Example",
      each.action,
      target?.type,
      target?.id,
      target?.name,
      reason,
      JSON.stringify(details ?? {}),
      each.count ?? 1,
    ],
  );
}

test("what was given, and when it was changed, can be followed from before to after", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  await page.goto("/changes");
  await expect(page.getByText("No changes yet")).toBeVisible();
  await seenEverywhere(page, "changes-empty");

  const person = await factory.createUser(tenant.id, { roles: [], name: "Grace Hopper" });
  await page.goto(`/users/${person.id}`);
  const giving = dialogOf(page, "Give Grace Hopper a role");
  await clickToOpen(page.getByRole("button", { name: "Give role" }), giving);
  await choose(giving.getByText("Choose a role"), page, "Find a role…", "Security officer");
  await giving.getByLabel("Reason (optional)").fill("Joins the night shift");
  await giving.getByRole("button", { name: "Give role" }).click();
  await expect(giving).toBeHidden();

  const changing = dialogOf(page, "When Grace Hopper has the role Security officer");
  await clickToOpen(
    page.getByRole("button", { name: "Change the time of Security officer" }),
    changing,
  );
  await changing.getByLabel("Until (optional)").fill("2020-01-01T10:00");
  await expect(changing.getByText("It must end after it begins, and in the future.")).toBeVisible();
  await changing.getByLabel("Until (optional)").fill("2090-01-01T10:00");
  await expect(changing.getByText("Nobody’s access changes at once")).toBeVisible();
  await seenEverywhere(page, "person-change-time");
  await changing.getByRole("button", { name: "Save" }).click();
  await expect(changing).toBeHidden();
  const roles = page.getByRole("region", { name: "Roles" });
  await expect(roles.getByText(/until 1 Jan 2090/)).toBeVisible();
  await expect(roles.getByText("Joins the night shift")).toBeVisible();

  await page.goto("/changes");
  await expect(
    trail(page).getByRole("row", { name: /Changed the time of the role/ }),
  ).toBeVisible();
  const given = trail(page).getByRole("row", { name: /Gave the role Security officer/ });
  await expect(given).toContainText("Joins the night shift");
  await expect(given).toContainText("1 person");
  await seenEverywhere(page, "changes");
  await clickToOpen(given.getByRole("link"), panel(page).getByText("Joins the night shift"));
  await expect(panel(page).getByText(/Grace Hopper gained \d+ permissions/)).toBeVisible();
  await expect(panel(page).getByRole("region", { name: "Before and after" })).toContainText(
    /Until.*for good/,
  );
  await seenEverywhere(page, "changes-panel");

  const before = panel(page).getByRole("link", { name: /^Why, .*just before/ });
  const after = panel(page).getByRole("link", { name: /^Why, .*just after/ });
  const hrefs = [await before.getAttribute("href"), await after.getAttribute("href")];
  await page.goto(hrefs[0] ?? "");
  await expect(page.locator('[data-answer="no"]')).toBeVisible();
  await page.goto(hrefs[1] ?? "");
  await expect(page.locator('[data-answer="yes"]')).toBeVisible();
});

test("a person’s trail holds what reached them, and says what may have", async ({
  page,
  tenant,
}) => {
  const ada = await tenant.signIn();
  const grace = await factory.createUser(tenant.id, { roles: [], name: "Grace Hopper" });
  const role = { id: "0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10", type: "role", name: "Night auditor" };
  const reached = { id: grace.id, name: "Grace Hopper" };
  const others = Array.from({ length: 40 }, (_, i) => ({ id: `o${i}`, name: `Other Person ${i}` }));
  const gained = ["audit.read", "alert.read", "document.delete", "role.assign"].map(
    (permission) => ({ permission, reach: "everywhere" }),
  );
  const entry = (permission: string) => ({ permission, effect: "allow", ownOnly: false });
  const reason = "The auditors asked for it, and it was decided in the meeting of last Tuesday. ";
  await store(tenant.id, {
    action: "role.updated",
    target: role,
    reason: reason.repeat(3),
    details: {
      before: { name: "Auditor", entries: [entry("audit.read")], parents: [] },
      after: {
        name: "Night auditor",
        entries: [entry("alert.read"), entry("document.delete")],
        parents: ["manager"],
      },
      radius: {
        peopleCount: 1_541,
        groups: [
          { gained, lost: [], people: [reached, ...others], morePeople: 1_500 },
          { gained: [], lost: gained.slice(0, 1), people: [others[0]], morePeople: 0 },
        ],
      },
    },
  });
  const radius = { peopleCount: 700, groups: [{ gained, lost: [], people: [], morePeople: 700 }] };
  const action = "group.role_assigned";
  const group = {
    type: "group",
    id: "g1",
    name: "Everybody in the whole company and its branches",
  };
  const details = { role: "manager", roleName: "Manager", radius };
  await store(tenant.id, { action, target: group, details });
  await store(tenant.id, {
    action: "user.updated",
    actor: { id: "u2", name: "Somebody With A Remarkably Long Name Indeed" },
    target: { type: "user", id: "x", name: "x".repeat(120) },
    reason: "w".repeat(300),
    count: 120,
  });

  await page.goto("/changes");
  await expect(trail(page).getByRole("row")).toHaveCount(51);
  await seenEverywhere(page, "changes-overfull");
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await page.goto(`/changes?person=${grace.id}`);
  await expect(trail(page).getByRole("row")).toHaveCount(2);
  await expect(page.getByText(/One change reached more people than the log names/)).toBeVisible();
  await seenEverywhere(page, "changes-person");
  await page.getByRole("link", { name: "Show it" }).click();
  await expect(trail(page).getByRole("row", { name: /Gave the role Manager/ })).toBeVisible();
  await page.getByRole("button", { name: /Anybody, not only Grace/ }).click();
  await expect(trail(page).getByRole("row")).toHaveCount(51);

  const filter = page.getByRole("combobox", { name: "Find role" });
  await clickToOpen(page.getByRole("combobox", { name: "Role", exact: true }), filter);
  await page.getByRole("option", { name: /Night auditor/ }).click();
  await page.keyboard.press("Escape");
  const row = trail(page).getByRole("row", { name: /Changed a role/ });
  await expect(trail(page).getByRole("row")).toHaveCount(2);
  await clickToOpen(
    row.getByRole("link"),
    panel(page)
      .getByText(/1,541|Grace Hopper/)
      .first(),
  );
  await expect(panel(page).getByRole("region", { name: "Before and after" })).toContainText(
    /Auditor.*Night auditor/,
  );
  await seenEverywhere(page, "changes-panel-overfull");
  await panel(page).getByRole("link", { name: "Open the audit event" }).click();
  await expect(page).toHaveURL(/\/audit\?event=/);
  await page.goto(`/changes?by=${ada.userId}`);
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.goto("/changes?person=nobody");
  await expect(page.getByText("This search cannot be made")).toBeVisible();
});

test("a download holds what the filters show, and is itself in the log", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  const target = { type: "user", id: "x", name: "=HYPERLINK(1)" };
  await store(tenant.id, { action: "user.updated", target, count: 230 });
  await store(tenant.id, { action: "user.disabled", target });
  await page.goto("/changes?action=user.updated");
  const download = page.waitForEvent("download");
  const item = page.getByRole("menuitem", { name: "CSV, for spreadsheets" });
  await clickToOpen(page.getByRole("button", { name: "Export" }), item);
  await item.click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^access-changes-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text.trimEnd().split("\r\n")).toHaveLength(231);
  expect(text).not.toMatch(/(^|,)=HYPERLINK/m);
  const [event] = await factory.query<{ details: object }>(
    "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'access_change.exported'",
    [tenant.id],
  );
  expect(event?.details).toMatchObject({ format: "csv", filters: { action: ["user.updated"] } });
});

test("who may see the trail and not download it, and who may not see it", async ({
  page,
  tenant,
}) => {
  await tenant.signIn(["security_officer"]);
  await page.goto("/changes");
  await expect(page.getByRole("heading", { name: "Changes of access" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export" })).toHaveCount(0);
  expect((await page.request.get("/api/changes/export?format=csv")).status()).toBe(403);
  await tenant.signIn(["executive"]);
  expect(
    (await page.request.get("/api/changes/0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10")).status(),
  ).toBe(403);
  await page.goto("/changes");
  await expect(page.getByText("See changes of access").first()).toBeVisible();
});

test("a module is switched off and on after showing whom it reaches", async ({ page, tenant }) => {
  await tenant.signIn();
  await factory.createUser(tenant.id, { roles: ["manager"], name: "Grace Hopper" });
  await page.goto("/settings/modules");
  const off = dialogOf(page, "Switch Reports off?");
  await clickToOpen(page.getByRole("button", { name: "Switch off Reports" }), off);
  await expect(off.getByText(/Grace Hopper.* lose /)).toBeVisible();
  await off.getByLabel("Reason (optional)").fill("Not used here");
  await seenEverywhere(page, "module-off");
  await off.getByRole("button", { name: "Switch off" }).click();
  await expect(off).toBeHidden();
  const on = dialogOf(page, "Switch Reports on?");
  await clickToOpen(page.getByRole("button", { name: "Switch on Reports" }), on);
  await expect(on.getByText(/Grace Hopper.* gain /)).toBeVisible();
  await on.getByRole("button", { name: "Switch on" }).click();
  await expect(on).toBeHidden();
  await page.goto("/changes?action=module.disabled");
  await expect(trail(page).getByText("Not used here")).toBeVisible();
});

test("a group’s role gets another time in place, and an ended one can be given again", async ({
  page,
  tenant,
}) => {
  await tenant.signIn();
  const groupId = await addGroup(tenant.id, "Night shift");
  await factory.query(
    `INSERT INTO group_roles (tenant_id, group_id, role, ends_at)
     VALUES ($1, $2, 'executive', NULL), ($1, $2, 'manager', now() - interval '1 day')`,
    [tenant.id, groupId],
  );
  await page.goto(`/groups/${groupId}/roles`);
  const given = page.getByRole("list", { name: "Roles of the group" });
  await expect(given.getByText("Ended")).toBeVisible();
  const changing = dialogOf(page, "When Night shift has the role Executive");
  await clickToOpen(page.getByRole("button", { name: "Change the time of Executive" }), changing);
  await changing.getByLabel("Until (optional)").fill("2090-01-01T10:00");
  await changing.getByRole("button", { name: "Save" }).click();
  await expect(changing).toBeHidden();
  await expect(given.getByText(/until 1 Jan 2090/)).toBeVisible();
  const giving = dialogOf(page, "Give Night shift a role");
  await clickToOpen(page.getByRole("button", { name: "Give role" }), giving);
  await choose(giving.getByText("Choose a role"), page, "Find a role…", "Manager");
  await giving.getByRole("button", { name: "Give role" }).click();
  await expect(giving).toBeHidden();
  await expect(given.getByText("Ended")).toHaveCount(0);
  await seenEverywhere(page, "group-roles-time");
});
