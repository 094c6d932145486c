import { describe, expect, it } from "vitest";
import type { SodExceptionRow, SodRuleRow } from "#lib/governance/separation/schema";
import { LISTED_PEOPLE, matchingRules, shownRules } from "./shown-rules.ts";

const rule: SodRuleRow = {
  id: "r",
  name: "Invoices",
  description: "",
  kind: "static",
  limit: 2,
  roles: [{ id: "clerk", name: "Clerk" }],
  permissions: ["invoice.refund"],
  breakingRoles: [],
  people: Array.from({ length: 500 }, (_, index) => ({
    id: `p${index}`,
    name: `Person ${index}`,
    has: [{ kind: "role" as const, what: "Clerk", by: ["Clerk"] }],
    from: index < 3 ? "2090-01-01T00:00:00Z" : null,
  })),
  updatedAt: "2026-01-01T00:00:00Z",
};

const exception: SodExceptionRow = {
  id: "e",
  rule,
  person: { id: "p0", name: "Person 0" },
  reason: "Holidays",
  state: "asked",
  endsAt: "2090-01-01T00:00:00Z",
  askedBy: { id: "a", name: "Ada" },
  askedAt: "2026-01-01T00:00:00Z",
  decidedBy: null,
  decidedAt: null,
  need: null,
};

describe("the rules of the page", () => {
  it("list some of many people and count all", () => {
    const [shown] = shownRules([rule], []);
    expect(shown).toMatchObject({ peopleCount: 500, laterCount: 3 });
    expect(shown?.people).toHaveLength(LISTED_PEOPLE);
  });

  it("say for whom an exception waits or holds", () => {
    const [shown] = shownRules([rule], [exception]);
    expect(shown?.people[0]?.exception).toMatchObject({ state: "asked" });
    expect(shown?.people[1]?.exception).toBeNull();
    expect(shown?.exceptedCount).toBe(0);
    const [held] = shownRules([{ ...rule, people: [] }], [{ ...exception, state: "approved" }]);
    expect(held).toMatchObject({ peopleCount: 0, exceptedCount: 1 });
    const [past] = shownRules([rule], [{ ...exception, state: "refused" }]);
    expect(past?.people[0]?.exception).toBeNull();
  });

  it("are found by name, role and person", () => {
    const shown = shownRules([rule], []);
    for (const text of ["invo", " CLERK", "person 7", "refund inv"]) {
      expect([text, matchingRules(shown, text).length]).toEqual([text, 1]);
    }
    expect(matchingRules(shown, "payroll")).toEqual([]);
  });
});
