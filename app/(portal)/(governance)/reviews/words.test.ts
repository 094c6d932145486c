import { describe, expect, it } from "vitest";
import {
  countsWords,
  decidedPercent,
  linesCount,
  lineWords,
  scopeWords,
  stateLabel,
} from "./words.ts";

const nothing = { person: null, group: null, role: null, grant: null };
const ada = { id: "a", name: "Ada" };
const sales = { id: "s", name: "Sales" };
const none = { undecided: 0, asked: 0, kept: 0, revoked: 0, gone: 0, failed: 0 };

describe("a line in words", () => {
  it("says who has what", () => {
    const role = { id: "r", name: "Accountant" };
    expect(lineWords({ ...nothing, kind: "assignment", person: ada, role })).toBe(
      "Ada: Accountant",
    );
    expect(lineWords({ ...nothing, kind: "group_role", group: sales, role })).toBe(
      "Group Sales: Accountant",
    );
    expect(lineWords({ ...nothing, kind: "membership", person: ada, group: sales })).toBe(
      "Ada: In the group Sales",
    );
    const grant = { id: "g", permission: "document.read", resourceType: "project" };
    const on = (resourceId: string | null) =>
      lineWords({ ...nothing, kind: "grant", person: ada, grant: { ...grant, resourceId } });
    expect(on("p1")).toMatch(/^Ada: .+ on project p1$/);
    expect(on(null)).toMatch(/ on every project$/);
  });
});

describe("a review in words", () => {
  it("names a few of what it is about and counts the rest", () => {
    const named = (...names: string[]) => names.map((name) => ({ id: name, name }));
    expect(scopeWords("roles", named("Accountant"))).toBe("The role Accountant");
    expect(scopeWords("groups", named("A", "B", "C", "D", "E"))).toBe(
      "The groups A, B, C, and 2 more",
    );
  });

  it("is decided only when nothing is left", () => {
    expect(decidedPercent({ ...none, kept: 999, undecided: 1 }, 1_000)).toBe(99);
    expect(decidedPercent({ ...none, kept: 998, revoked: 2 }, 1_000)).toBe(100);
    expect(decidedPercent(none, 0)).toBe(100);
    expect(countsWords({ ...none, undecided: 2, failed: 1 })).toBe("2 undecided, 1 not revoked");
    expect(linesCount(1)).toBe("1 line");
    expect(stateLabel("from the address")).toBe("from the address");
  });
});
