import { describe, expect, it } from "vitest";
import { permissions } from "#lib/access/permissions";
import { groupsOf, searchPermissions } from "./permission-groups.ts";

describe("searchPermissions", () => {
  it("finds by id, by name and by sentence, in any case", () => {
    expect(searchPermissions("role.assign")).toEqual(["role.assign"]);
    expect(searchPermissions("SEARCH the AUDIT")).toContain("audit.read");
    expect(searchPermissions("verdict")).toEqual(["alert.resolve"]);
  });

  it("wants every word, in any order", () => {
    expect(searchPermissions("keys revoke")).toEqual(["api_key.revoke"]);
    expect(searchPermissions("keys nowhere")).toEqual([]);
  });

  it("finds all without words", () => {
    expect(searchPermissions("  ")).toEqual(Object.keys(permissions));
  });
});

describe("groupsOf", () => {
  it("keeps the catalogue's order within and between categories", () => {
    expect(groupsOf(["session.read", "audit.record", "audit.read"])).toEqual([
      { category: "Audit", ids: ["audit.read", "audit.record"] },
      { category: "Sessions", ids: ["session.read"] },
    ]);
  });

  it("has a place for every permission", () => {
    const grouped = groupsOf(searchPermissions("")).flatMap((group) => group.ids);
    expect(grouped.toSorted()).toEqual(Object.keys(permissions).toSorted());
  });
});
