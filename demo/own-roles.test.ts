import { describe, expect, test } from "vitest";
import { builtInRoles } from "#lib/authz/catalogue/roles";
import { generateTenant } from "./generate.ts";
import { entriesOf } from "./own-roles.ts";
import { harbor } from "./plans/harbor.ts";
import { northwind } from "./plans/northwind.ts";

const moments = ["2026-11-22T20:41:40Z", "2026-06-10T14:05:00Z", "2027-01-01T00:00:00Z"].map(
  (text) => Date.parse(text),
);

const cases = moments.flatMap((now) =>
  [northwind, harbor].map((plan) => ({
    title: `${plan.slug} at ${new Date(now).toISOString()}`,
    tenant: generateTenant(plan, now),
  })),
);

describe.each(cases)("$title", ({ tenant }) => {
  const withAction = (action: string) => tenant.events.filter(({ deed }) => deed.action === action);

  test("roles of its own are made, then given, as the audit log says", () => {
    expect(tenant.roles.length).toBeGreaterThanOrEqual(2);
    for (const { id, name, description, permissions, createdAt } of tenant.roles) {
      const [created, ...others] = withAction("role.created").filter(
        ({ deed }) => deed.target?.id === id,
      );
      expect(others).toEqual([]);
      expect(created?.actor.id).toBe(tenant.cast.admin?.id);
      const after = { name, description, entries: entriesOf(permissions), parents: [] };
      expect(created?.deed.details).toMatchObject({ before: null, after });
      expect(Math.abs((created?.at ?? 0) - createdAt)).toBeLessThan(1000);
      const holders = tenant.users.filter(({ roles }) => roles.some(({ role }) => role === id));
      expect(holders.length).toBeGreaterThan(0);
      const given = withAction("role.assigned").filter(({ deed }) => deed.details?.role === id);
      expect(given.map(({ deed }) => deed.target?.id).sort()).toEqual(
        holders.map((user) => user.id).sort(),
      );
      expect(given.every(({ at }) => at > createdAt)).toBe(true);
      for (const { deed } of given) {
        expect(deed.details).toMatchObject({ roleName: name, before: null });
        const gained = permissions.map((permission) => ({ permission, reach: "everywhere" }));
        expect(deed.details?.radius).toMatchObject({
          peopleCount: 1,
          groups: [{ gained: expect.arrayContaining(gained), lost: [] }],
        });
      }
    }
    const known = new Set([...Object.keys(builtInRoles), ...tenant.roles.map(({ id }) => id)]);
    const held = tenant.users.flatMap(({ roles }) => roles.map(({ role }) => role));
    expect(held.filter((role) => !known.has(role))).toEqual([]);
  });
});
