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

/** A role with these permissions, and whether it can be had for a time. */
async function addRole(
  tenantId: string,
  name: string,
  permissions: string[],
  minutes: { request?: number; emergency?: number } = {},
): Promise<string> {
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
  const { request = null, emergency = null } = minutes;
  if (request !== null || emergency !== null) {
    await factory.query("INSERT INTO elevation_rules VALUES ($1, $2, $3, $4)", [
      tenantId,
      role?.id,
      request,
      emergency,
    ]);
  }
  return role?.id ?? "";
}

const give = (tenantId: string, userId: string, roleId: string) =>
  factory.query("INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, $3)", [
    tenantId,
    userId,
    roleId,
  ]);

test("a role is allowed, asked for, approved for a shorter time, and given back", async ({
  page,
  browser,
  tenant,
}) => {
  await tenant.signIn();
  await addRole(tenant.id, "Biller", ["invoice.refund"]);
  await page.goto("/requests/rules");
  const dialog = dialogOf(page);
  await clickToOpen(page.getByRole("button", { name: "Allow a role" }), dialog);
  await dialog.getByRole("combobox", { name: /^Role/ }).click();
  await page.getByPlaceholder("Find a role…").fill("Biller");
  await page.getByRole("option", { name: "Biller" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Requested for at most 1 hour · not in an emergency")).toBeVisible();

  const context = await browser.newContext({ baseURL: setting("E2E_URL") });
  await tenant.signIn(["user"], context);
  const theirs = await context.newPage();
  await theirs.goto("/requests");
  const asking = dialogOf(theirs);
  await clickToOpen(theirs.getByRole("button", { name: "Ask for it: Biller" }), asking);
  await asking.getByRole("button", { name: "Ask for it" }).click();
  await expect(asking.getByText("Say why.")).toBeVisible();
  await asking.getByLabel("Why").fill("Month end");
  await expect(asking.getByText("You would gain 3 permissions")).toBeVisible();
  await asking.getByRole("button", { name: "Ask for it" }).click();
  await expect(asking).toHaveCount(0);
  const own = theirs.getByRole("list", { name: "Your requests" });
  await expect(own.getByText("Waiting")).toBeVisible();

  const standIn = await factory.createUser(tenant.id, { roles: [], name: "Joan Clarke" });
  await factory.query(
    `INSERT INTO role_assignments (tenant_id, user_id, role, ends_at, reason)
     VALUES ($1, $2, 'executive', now() + interval '3 hours', 'Stands in')`,
    [tenant.id, standIn.id],
  );
  await page.goto("/requests");
  await expect(page.getByText("1 request waits for a decision")).toBeVisible();
  const byHand = page.getByRole("list", { name: "Roles given by hand until a date" });
  await expect(byHand.getByText(/Joan Clarke has Executive/)).toBeVisible();
  const queue = page.getByRole("list", { name: "Requests that wait for a decision" });
  await expect(queue.getByText("“Month end”")).toBeVisible();
  await clickToOpen(queue.getByRole("button", { name: /^Approve/ }), dialog);
  await expect(dialog.getByText(/gains/)).toBeVisible();
  await dialog.getByRole("combobox", { name: "For how long" }).click();
  await page.getByRole("option", { name: "30 minutes" }).click();
  await dialog.getByLabel(/Reason/).fill("Half will do");
  await dialog.getByRole("button", { name: "Approve for 30 minutes" }).click();
  await expect(dialog).toHaveCount(0);
  const inForce = page.getByRole("list", { name: "Roles in force" });
  await expect(inForce.getByText(/Ends in (29|30) minutes/)).toBeVisible();

  await theirs.reload();
  await expect(own.getByText(/Half will do/)).toBeVisible();
  await clickToOpen(own.getByRole("button", { name: "Give back: Biller" }), asking);
  await expect(asking.getByText(/loses/)).toBeVisible();
  await asking.getByRole("button", { name: "Give back" }).click();
  await expect(asking).toHaveCount(0);
  await expect(own.getByText("Ended", { exact: true })).toBeVisible();
  await context.close();
});

test("a request is refused with why, and withdrawn by who has asked", async ({ page, tenant }) => {
  const { userId } = await tenant.signIn();
  const other = await factory.createUser(tenant.id, { roles: [], name: "Grace Hopper" });
  const roleId = await addRole(tenant.id, "Biller", ["invoice.refund"], { request: 60 });
  for (const person of [userId, other.id]) {
    await factory.query(
      `INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes, reason)
       VALUES ($1, $2, $3, 'Biller', 'request', 60, 'Month end')`,
      [tenant.id, person, roleId],
    );
  }
  await page.goto("/requests");
  const queue = page.getByRole("list", { name: "Requests that wait for a decision" });
  await expect(queue.getByText("Your own: somebody else decides")).toBeVisible();
  const dialog = dialogOf(page);
  await clickToOpen(queue.getByRole("button", { name: /^Refuse Grace Hopper/ }), dialog);
  await dialog.getByRole("button", { name: "Refuse" }).click();
  await expect(dialog.getByText("Say why.")).toBeVisible();
  await dialog.getByLabel("Why").fill("Ask Ada");
  await dialog.getByRole("button", { name: "Refuse" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Withdraw the request for Biller" }).click();
  await expect(page.getByText("Nothing waits for a decision.")).toBeVisible();
  await page.goto("/requests/history");
  await expect(page.getByText(/Refused by Ada Example: Ask Ada/)).toBeVisible();
  const search = page.getByLabel("Person or role");
  await whenListening(search);
  await search.fill("grace");
  await expect(page.getByRole("row", { name: /Ada Example.*Withdrawn/ })).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Grace Hopper/ })).toBeVisible();
});

test("an emergency: taken deliberately, alerted at once, seen by others and ended", async ({
  page,
  browser,
  tenant,
}) => {
  const { userId } = await tenant.signIn([]);
  const emergency = { emergency: 30 };
  await addRole(tenant.id, "Rescuer", ["session.revoke", "user.disable"], emergency);
  await give(tenant.id, userId, await addRole(tenant.id, "On call", ["break_glass.use"]));
  const context = await browser.newContext({ baseURL: setting("E2E_URL") });
  await tenant.signIn(["tenant_admin"], context);
  const theirs = await context.newPage();
  await theirs.goto("/requests");
  await expect(
    theirs.getByText("No role that was asked for or taken in an emergency"),
  ).toBeVisible();

  await page.goto("/requests");
  const section = page.getByRole("region", { name: "Emergency access" });
  const dialog = dialogOf(page);
  await clickToOpen(section.getByRole("button", { name: "Take now: Rescuer" }), dialog);
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  const take = dialog.getByRole("button", { name: "Take it and raise the alert" });
  await dialog.getByLabel("What has happened").fill("The site is down");
  await expect(take).toBeDisabled();
  await dialog.getByLabel(/Type “Rescuer”/).fill("rescuer");
  await seenEverywhere(page, "requests-emergency-dialog");
  await take.click();
  await expect(dialog).toHaveCount(0);
  await expect(section.getByText(/You have it; it ends/)).toBeVisible();

  const inForce = theirs.getByRole("list", { name: "Roles in force" });
  await expect(inForce.getByText("“The site is down”")).toBeVisible();
  await seenEverywhere(theirs, "requests-emergency-seen");
  const ending = dialogOf(theirs);
  await clickToOpen(inForce.getByRole("button", { name: /^End now: Rescuer/ }), ending);
  await expect(ending.getByText(/loses/)).toBeVisible();
  await ending.getByRole("button", { name: "End now" }).click();
  await expect(ending).toHaveCount(0);
  await expect(
    theirs.getByText("No role that was asked for or taken in an emergency"),
  ).toBeVisible();
  await theirs.goto("/security");
  await expect(theirs.getByText("Ada Example took a role in an emergency").first()).toBeVisible();
  await expect(theirs.getByText("Critical").filter({ visible: true }).first()).toBeVisible();
  await context.close();
});

test("with nothing, with some and with far too much, everywhere", async ({ page, tenant }) => {
  test.slow();
  const { userId } = await tenant.signIn();
  await page.goto("/requests");
  await expect(page.getByText("Nothing waits for a decision.")).toBeVisible();
  await seenEverywhere(page, "requests-empty");
  await page.goto("/requests/rules");
  await expect(page.getByText("No role can be requested yet")).toBeVisible();
  await seenEverywhere(page, "requests-rules-empty");
  await page.goto("/requests/history");
  await expect(page.getByText("No requests yet")).toBeVisible();
  await seenEverywhere(page, "requests-history-empty");

  const long = "Biller-of-everything-that-has-ever-been-ordered-anywhere";
  const roleId = await addRole(tenant.id, long, ["invoice.refund"], {
    request: 1500,
    emergency: 45,
  });
  for (let n = 1; n <= 12; n++) {
    await addRole(tenant.id, `Helper ${n}`, ["invoice.read"], { request: 15 * n });
  }
  await factory.query(
    `WITH people AS (
       INSERT INTO users (tenant_id, email, name)
       SELECT $1, 'p' || n || '-' || $2::text || '@example.com',
         CASE WHEN n % 7 = 0 THEN repeat('Longname', 9) ELSE 'Person ' || n END
       FROM generate_series(1, 120) n RETURNING id
     ), numbered AS (
       SELECT id, row_number() OVER () AS n FROM people
     )
     INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes, reason, created_at)
     SELECT $1, id, $3, $4, 'request', 90, CASE WHEN n % 5 = 0 THEN repeat('Because of month end ', 14)
       ELSE 'Month end' END, now() - make_interval(hours => n::int) FROM numbered`,
    [tenant.id, userId, roleId, long],
  );
  await factory.query(
    `WITH taken AS (
       INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes, reason,
         state, starts_at, ends_at)
       SELECT $1, id, $2, $3, 'emergency', 45, 'The site is down', 'approved', now(),
         now() + interval '45 minutes' FROM users WHERE tenant_id = $1
       ORDER BY id LIMIT 3 RETURNING user_id, starts_at, ends_at
     )
     INSERT INTO role_assignments (tenant_id, user_id, role, starts_at, ends_at)
     SELECT $1, user_id, $2, starts_at, ends_at FROM taken`,
    [tenant.id, roleId, long],
  );
  await page.goto("/requests");
  await expect(page.getByText(/The first 50 of 120 waiting requests/)).toBeVisible();
  await seenEverywhere(page, "requests-overfull");
  const dialog = dialogOf(page);
  await clickToOpen(page.getByRole("button", { name: /^Approve/ }).first(), dialog);
  await expect(dialog.getByText(/gains/)).toBeVisible();
  await seenEverywhere(page, "requests-approve");
  await page.keyboard.press("Escape");
  await page.goto("/requests/rules");
  await expect(page.getByText("Helper 12")).toBeVisible();
  await seenEverywhere(page, "requests-rules");
  await page.goto("/requests/history");
  await expect(page.getByText("Person 1", { exact: true }).first()).toBeVisible();
  await seenEverywhere(page, "requests-history");
});

test("is for people who may: the rest is not shown to them", async ({ page, tenant }) => {
  await tenant.signIn(["user"]);
  await page.goto("/requests");
  await expect(page.getByText("No role can be asked for yet")).toBeVisible();
  await expect(page.getByText("Waiting for a decision")).toHaveCount(0);
  await expect(page.getByText("Emergency access")).toHaveCount(0);
  await seenEverywhere(page, "requests-person");
  for (const path of ["/requests/history", "/requests/rules"]) {
    await page.goto(path);
    await expect(page.getByText("You may not see this page")).toBeVisible();
  }
});
