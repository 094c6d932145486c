import { describe, expect, it } from "vitest";
import { parseMatrixQuery, parseMatrixRequest } from "./search-params.ts";

const group = "aaaaaaaa-0000-4000-8000-000000000001";

describe("the matrix's URL", () => {
  it("says what is shown", () => {
    const params = {
      text: " clerk ",
      role: ["a", "b", "a"],
      group,
      risk: ["high", "deadly"],
      area: "module.audit",
      differs: "1",
      pick: "r1",
    };
    expect(parseMatrixRequest("people", params)).toEqual({
      filters: {
        view: "people",
        text: "clerk",
        role: ["a", "b"],
        group: [group],
        risk: ["high"],
        area: ["module.audit"],
        differs: true,
        allowed: false,
      },
      isFiltered: true,
      pick: "r1",
    });
  });

  it("knows no groups of roles", () => {
    expect(parseMatrixRequest("roles", { group }).filters.group).toBeUndefined();
  });

  it.each([
    { group: "not an id" },
    { text: "x".repeat(5_000) },
    { role: "\0" },
    { role: "x".repeat(65), category: [""], differs: "yes" },
    { area: Array.from({ length: 500 }, (_, i) => `area ${i}`) },
  ])("takes %o without a word", (params) => {
    const { filters } = parseMatrixRequest("people", params);
    expect(filters).toMatchObject({ view: "people", differs: false });
    expect(filters.role).toBeUndefined();
    expect(filters.area?.length ?? 0).toBeLessThanOrEqual(50);
  });

  it("is read alike by pages and by route handlers", () => {
    const query = new URLSearchParams([
      ["risk", "low"],
      ["risk", "high"],
      ["allowed", "1"],
      ["cursor", "x"],
    ]);
    expect(parseMatrixQuery("roles", query)).toEqual(
      parseMatrixRequest("roles", { risk: ["low", "high"], allowed: "1" }),
    );
  });
});
