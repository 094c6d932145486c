import { describe, expect, it } from "vitest";
import type { RoleRow } from "#lib/access/roles/schema";
import { listPage, PAGE_SIZE } from "./list-page.ts";

const roles: RoleRow[] = Array.from({ length: PAGE_SIZE * 2 + 5 }, (_, i) => ({
  id: String(i),
  name: i === 7 ? "Refund clerk" : `Role ${i}`,
  description: i === 8 ? "Sends back what clerks refund." : "",
  builtIn: false,
  parents: [],
  entries: [],
  permissions: ["user.read", "role.read"],
  ownOnly: [],
  denied: [],
  risk: "low",
  givenPeopleCount: 0,
  givenGroupCount: 0,
  updatedAt: "2026-01-01T00:00:00.000Z",
}));
const holders = new Map([["0", 3]]);
const ids = (text?: string, cursor?: string) =>
  listPage(roles, holders, text, cursor).rows.map(({ id }) => id);

describe("the list of roles", () => {
  it("goes through all of them, forwards and backwards", () => {
    const seen: string[] = [];
    let page = listPage(roles, holders, undefined, undefined);
    expect(page.previousCursor).toBeNull();
    seen.push(...page.rows.map(({ id }) => id));
    while (page.nextCursor) {
      page = listPage(roles, holders, undefined, page.nextCursor);
      seen.push(...page.rows.map(({ id }) => id));
    }
    expect(seen).toEqual(roles.map(({ id }) => id));
    const back = listPage(roles, holders, undefined, page.previousCursor ?? "");
    expect(back.rows[0]?.id).toBe(String(PAGE_SIZE));
  });

  it("finds by name and description, in any case", () => {
    expect(ids("REFUND")).toEqual(["7", "8"]);
    expect(ids("nowhere")).toEqual([]);
    expect(listPage(roles, holders, "refund", undefined).nextCursor).toBeNull();
  });

  it("begins at the beginning for a damaged address, and ends after the end", () => {
    expect(ids(undefined, "-1")[0]).toBe("0");
    expect(ids(undefined, "abc")[0]).toBe("0");
    expect(ids(undefined, "999999")).toEqual([]);
  });

  it("says how many people have each role, and none where nobody was counted", () => {
    const { rows } = listPage(roles, holders, undefined, undefined);
    expect(rows.slice(0, 2).map(({ holderCount }) => holderCount)).toEqual([3, 0]);
  });

  it("counts permissions instead of naming them", () => {
    expect(listPage(roles, holders, undefined, undefined).rows[0]).toMatchObject({
      permissionCount: 2,
    });
    expect(listPage(roles, holders, undefined, undefined).rows[0]).not.toHaveProperty(
      "permissions",
    );
  });
});
