import { describe, expect, it } from "vitest";
import type { PermissionRow } from "#lib/access/roles/schema";
import { permissionIds, permissionOf } from "#lib/authz/catalogue/permissions";
import { groupsOf, searchPermissions } from "./permission-groups.ts";

const known: PermissionRow[] = permissionIds.map((id) => {
  const { name, sentence, category, risk, on, implies = [] } = permissionOf(id);
  return { id, name, sentence, category, risk, on: on ?? null, implies: [...implies] };
});
const find = (text: string) => searchPermissions(known, text).map(({ id }) => id);

describe("searchPermissions", () => {
  it("finds by id, by name and by sentence, in any case", () => {
    expect(find("role.assign")).toEqual(["role.assign"]);
    expect(find("SEARCH the AUDIT")).toContain("audit.read");
    expect(find("verdict")).toEqual(["alert.resolve"]);
  });

  it("wants every word, in any order", () => {
    expect(find("keys revoke")).toEqual(["api_key.revoke"]);
    expect(find("keys nowhere")).toEqual([]);
  });

  it("finds all without words", () => {
    expect(find("  ")).toEqual(permissionIds);
  });
});

describe("groupsOf", () => {
  it("keeps the order within categories, and has a place for every permission", () => {
    const groups = groupsOf(known);
    expect(groups.flatMap(({ rows }) => rows).length).toBe(known.length);
    for (const { category, rows } of groups) {
      expect(rows.map((row) => row.category)).toEqual(rows.map(() => category));
      expect(rows).toEqual(known.filter((row) => row.category === category));
    }
  });
});
