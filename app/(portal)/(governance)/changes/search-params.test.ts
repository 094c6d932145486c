import { describe, expect, test } from "vitest";
import { parseChangesRequest, type SearchParams } from "./search-params.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const parse = (params: SearchParams) => parseChangesRequest(params, NOW);
const person = "0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10";

describe("parseChangesRequest", () => {
  test("an empty URL asks for everything", () => {
    expect(parse({})).toEqual({ filters: {}, cursor: undefined, isFiltered: false, errors: {} });
    expect(parse({ by: "", person: " ", role: [] }).isFiltered).toBe(false);
  });

  test("reads every filter", () => {
    const params = { range: "24h", by: ["u1", "u2"], action: "role.updated", role: "manager" };
    expect(parse({ ...params, group: person, person, unnamed: "1", cursor: "abc" })).toEqual({
      filters: {
        from: "2026-11-23T12:00:00.000Z",
        by: ["u1", "u2"],
        action: ["role.updated"],
        role: ["manager"],
        group: [person],
        person,
        unnamed: true,
      },
      cursor: "abc",
      isFiltered: true,
      errors: {},
    });
    expect(parse({ unnamed: "1" }).filters).toEqual({});
  });

  test("says what makes no sense", () => {
    expect(parse({ person: "somebody" }).errors.person).toHaveLength(1);
    expect(parse({ group: "x" }).errors.group).toHaveLength(1);
    expect(parse({ role: "a\0b" }).errors.role).toHaveLength(1);
    expect(parse({ from: "nonsense" }).errors.range).toHaveLength(1);
  });
});
