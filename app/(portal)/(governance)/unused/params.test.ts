import { describe, expect, it } from "vitest";
import type { RoleUsage } from "#lib/governance/unused/schema";
import { daysOf, PAGE_SIZE, rolesPage, sortOf } from "./params.ts";
import { isShort } from "./recorded.ts";

const role = (name: string, unusedCount: number, reachedCount = 1): RoleUsage => ({
  id: name,
  name,
  builtIn: false,
  permissionCount: 10,
  observed: null,
  unusedCount,
  reachedCount,
});
const names = ({ rows }: { rows: RoleUsage[] }) => rows.map(({ name }) => name);

describe("the addresses of unused access", () => {
  it("say how far back and in which order, or nothing that can be used", () => {
    expect([daysOf("30"), daysOf(["180", "30"]), daysOf("31"), daysOf(undefined)]).toEqual([
      30, 180, 90, 90,
    ]);
    expect([sortOf("name"), sortOf("constructor"), sortOf(null)]).toEqual([
      "name",
      "unused",
      "unused",
    ]);
  });
});

describe("what was recorded", () => {
  it("is too short when some of the last days are missing", () => {
    const now = Date.parse("2026-11-23T09:00:00Z");
    expect(isShort("2026-10-24", 30, now)).toBe(false);
    expect(isShort("2026-11-01", 30, now)).toBe(true);
    expect(isShort("2026-11-01", 90, now)).toBe(true);
  });
});

describe("a page of roles", () => {
  const roles = [role("Clerk", 5, 2), role("Auditor", 3, 9), role("clown", 7, 4)];

  it("is in the order asked for", () => {
    expect(names(rolesPage(roles, { sort: "unused" }))).toEqual(["Clerk", "Auditor", "clown"]);
    expect(names(rolesPage(roles, { sort: "count" }))).toEqual(["clown", "Clerk", "Auditor"]);
    expect(names(rolesPage(roles, { sort: "people" }))).toEqual(["Auditor", "clown", "Clerk"]);
    expect(names(rolesPage(roles, { sort: "name" }))).toEqual(["Auditor", "Clerk", "clown"]);
  });

  it("has the roles whose name has the text, and goes on where another ended", () => {
    expect(names(rolesPage(roles, { sort: "unused", text: "CL" }))).toEqual(["Clerk", "clown"]);
    const many = Array.from({ length: PAGE_SIZE + 1 }, (_, n) => role(`Role ${n}`, 1));
    const first = rolesPage(many, { sort: "unused", cursor: "odd" });
    expect(first).toMatchObject({ nextCursor: "100", previousCursor: null });
    const second = rolesPage(many, { sort: "unused", cursor: "100" });
    expect(second).toMatchObject({ nextCursor: null, previousCursor: "0" });
    expect(names(second)).toEqual(["Role 100"]);
  });
});
