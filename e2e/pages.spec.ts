import type { Page } from "@playwright/test";
import { overfullEvent, sampleEvents, sendEvents } from "./events.ts";
import { expect, factory, seenEverywhere, test } from "./fixtures.ts";

type Look = {
  name: string;
  path: string;
  /** Absent: nobody is logged in. */
  role?: "tenant_admin" | "executive";
  events?: "none" | "normal" | "overfull";
  /** What must be there before anybody looks. */
  shows: (page: Page) => Promise<unknown>;
};

const text = (words: string | RegExp) => (page: Page) =>
  expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();

const looks: Look[] = [
  { name: "login", path: "/login", shows: text("E-mail address") },
  {
    name: "first-login",
    path: "/first-login#x",
    shows: text("This link is incomplete or unknown"),
  },
  { name: "api-reference", path: "/api/v1/docs", shows: text("Send events") },
  {
    name: "audit-empty",
    path: "/audit",
    role: "tenant_admin",
    events: "none",
    shows: text("No events yet"),
  },
  {
    name: "audit",
    path: "/audit",
    role: "tenant_admin",
    events: "normal",
    shows: text("invoice.refunded"),
  },
  {
    name: "audit-overfull",
    path: "/audit?outcome=denied",
    role: "tenant_admin",
    events: "overfull",
    shows: text(/customer\.subscription/),
  },
  {
    name: "audit-nothing-matches",
    path: "/audit?text=zzzzzz",
    role: "tenant_admin",
    events: "normal",
    shows: text(/clear/i),
  },
  {
    name: "overview",
    path: "/overview",
    role: "tenant_admin",
    events: "normal",
    shows: text("API latency, 95th percentile"),
  },
  {
    name: "overview-executive",
    path: "/overview",
    role: "executive",
    shows: text("Unresolved alerts"),
  },
  { name: "alerts-empty", path: "/security", role: "tenant_admin", shows: text(/no alerts yet/i) },
  { name: "roles", path: "/roles", role: "tenant_admin", shows: text("Security officer") },
  {
    name: "role",
    path: "/roles/security_officer",
    role: "tenant_admin",
    shows: text("End sessions"),
  },
  {
    name: "role-new",
    path: "/roles/new?from=tenant_admin",
    role: "tenant_admin",
    shows: text("Inherits from"),
  },
  {
    name: "roles-compared",
    path: "/roles/compare?a=manager&b=security_officer",
    role: "tenant_admin",
    shows: text(/differences/),
  },
  {
    name: "modules",
    path: "/settings/modules",
    role: "tenant_admin",
    shows: text("Your products"),
  },
  { name: "people", path: "/users", role: "tenant_admin", shows: text("Add person") },
  { name: "explain", path: "/explain", role: "tenant_admin", shows: text("Permission") },
  {
    name: "explain-who-could",
    path: "/explain/who-could?permission=user.read",
    role: "tenant_admin",
    shows: text(/^(One person|\d+ people) could/),
  },
  { name: "grants-none", path: "/grants", role: "tenant_admin", shows: text("No grants yet") },
  {
    name: "resources-none",
    path: "/resources",
    role: "tenant_admin",
    shows: text("No resources yet"),
  },
  {
    name: "resource-types-built-in",
    path: "/resources/types",
    role: "tenant_admin",
    shows: text("Built-in types"),
  },
  {
    name: "role-people",
    path: "/roles/tenant_admin/people",
    role: "tenant_admin",
    shows: text("Ada Example"),
  },
  {
    name: "jobs-empty",
    path: "/settings/jobs",
    role: "tenant_admin",
    shows: text("No job has failed for good"),
  },
  {
    name: "sessions",
    path: "/settings/sessions",
    role: "tenant_admin",
    shows: text("This session"),
  },
  { name: "api-keys", path: "/settings/api-keys", role: "tenant_admin", shows: text("Test key") },
  { name: "account", path: "/account", role: "tenant_admin", shows: text("Security operations") },
  {
    name: "not-permitted",
    path: "/audit",
    role: "executive",
    shows: text("You may not see this page"),
  },
  {
    name: "not-found",
    path: "/nowhere",
    role: "executive",
    shows: text("There is nothing at this address"),
  },
];

for (const look of looks) {
  test(`${look.name}: both themes, both widths, accessible, nothing on the console`, async ({
    page,
    tenant,
  }) => {
    test.slow(look.name === "api-reference", "It is long, and axe looks at all of it.");
    const complaints: string[] = [];
    page.on("console", (message) => {
      const expected = message.text().includes("status of 404") && look.name === "not-found";
      if (["error", "warning"].includes(message.type()) && !expected)
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    const { key } = await factory.createKey(tenant.id);
    if (look.events === "normal") await sendEvents(key, sampleEvents());
    if (look.events === "overfull") await sendEvents(key, [overfullEvent(), overfullEvent()]);
    if (look.role) await tenant.signIn([look.role]);
    await page.goto(look.path);
    await look.shows(page);
    await seenEverywhere(page, look.name);
    expect(complaints).toEqual([]);
  });
}

test("an open event: both themes, both widths, accessible", async ({ page, tenant }) => {
  const { key } = await factory.createKey(tenant.id);
  await sendEvents(key, [overfullEvent()]);
  await tenant.signIn();
  const [event] = await factory.query<{ id: string }>(
    "SELECT id FROM audit_events WHERE tenant_id = $1 AND outcome = 'denied'",
    [tenant.id],
  );
  await page.goto(`/audit?event=${event?.id}`);
  await expect(page.getByText("deep:").or(page.getByText("deep")).last()).toBeVisible();
  await seenEverywhere(page, "audit-panel");
});
