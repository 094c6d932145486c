import { describe, expect, it } from "vitest";
import { blankDraft, differs, draftOf, isComplete, isRefused, withMembers } from "./rule-draft.ts";
import type { ShownRule } from "./shown-rules.ts";

const rule: ShownRule = {
  id: "r",
  name: "Invoices",
  description: "Why",
  kind: "static",
  limit: 2,
  roles: ["b", "a"].map((id) => ({ id, name: id })),
  permissions: [],
  breakingRoles: [],
  people: [],
  peopleCount: 0,
  exceptedCount: 0,
  laterCount: 0,
  updatedAt: "",
};

describe("the draft of a rule", () => {
  it("is complete with a name and two roles or permissions", () => {
    expect(isComplete(blankDraft)).toBe(false);
    const roles = ["a", "b"];
    expect(isComplete({ ...blankDraft, roles })).toBe(false);
    expect(isComplete({ ...blankDraft, roles, name: "Invoices" })).toBe(true);
    const mixed = { roles: ["a"], permissions: ["invoice.refund"] };
    expect(isComplete({ ...blankDraft, ...mixed, name: "Invoices" })).toBe(true);
    expect(isComplete({ ...blankDraft, ...mixed, roles: [], name: "Invoices" })).toBe(false);
  });

  it("has no higher limit than it has roles and permissions", () => {
    const draft = { ...blankDraft, limit: 3, roles: ["a", "b"], permissions: ["p"] };
    expect(withMembers(draft, { roles: ["a"] }).limit).toBe(2);
    expect(withMembers(draft, { roles: [], permissions: [] }).limit).toBe(2);
    expect(withMembers(draft, { permissions: ["p", "q"] }).limit).toBe(3);
  });

  it("is refused only once it has a name and says what it keeps apart", () => {
    expect(isRefused(blankDraft)).toBe(false);
    const draft = { ...blankDraft, name: "Invoices", roles: ["a", "b"] };
    expect(isRefused(draft)).toBe(false);
    expect(isRefused({ ...draft, limit: 3 })).toBe(true);
  });

  it("differs from its rule by what it says, not by order or spaces", () => {
    const draft = draftOf(rule);
    expect(differs({ ...draft, name: "Invoices ", roles: ["a", "b"], reason: "x" }, rule)).toBe(
      false,
    );
    expect(differs({ ...draft, kind: "dynamic" }, rule)).toBe(true);
    expect(differs({ ...draft, roles: ["a", "c"] }, rule)).toBe(true);
    expect(differs({ ...draft, permissions: ["p"] }, rule)).toBe(true);
  });
});
