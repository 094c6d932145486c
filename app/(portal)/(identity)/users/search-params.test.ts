import { describe, expect, it } from "vitest";
import { parseUsersRequest } from "./search-params.ts";

const group = "0192f0aa-0000-7000-8000-000000000001";

describe("the URL of the list", () => {
  it("says which people to show", () => {
    expect(
      parseUsersRequest({ text: " hopper ", status: "disabled", role: ["a", "b", "a"], group }),
    ).toEqual({
      filters: { text: "hopper", status: ["disabled"], role: ["a", "b"], group: [group] },
      cursor: undefined,
      isFiltered: true,
    });
    expect(parseUsersRequest({})).toMatchObject({ isFiltered: false });
  });

  it("loses what makes no sense, and only that", () => {
    const { filters } = parseUsersRequest({
      text: "a\0b",
      status: ["gone", "active"],
      group: "everybody",
      role: "\0",
      cursor: "cut sho",
    });
    expect(filters).toEqual({ text: "ab", status: ["active"] });
  });
});
