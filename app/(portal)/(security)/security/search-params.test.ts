import { describe, expect, test } from "vitest";
import { parseAlertRequest } from "./search-params.ts";

describe("parseAlertRequest", () => {
  test("an empty URL asks for what is unresolved, and that is no filter", () => {
    expect(parseAlertRequest({})).toEqual({
      filters: { state: ["open", "acknowledged"] },
      cursor: undefined,
      view: "unresolved",
      isFiltered: false,
      errors: {},
    });
    expect(parseAlertRequest({ state: "", severity: [" "], view: "other" })).toMatchObject({
      view: "unresolved",
      isFiltered: false,
    });
  });

  test("view=all leaves no state out", () => {
    const { filters, view, isFiltered } = parseAlertRequest({ view: "all" });
    expect(filters.state).toBeUndefined();
    expect({ view, isFiltered }).toEqual({ view: "all", isFiltered: false });
  });

  test("chosen states count before either view", () => {
    expect(parseAlertRequest({ view: "all", state: "resolved", cursor: "abc" })).toEqual({
      filters: { state: ["resolved"] },
      cursor: "abc",
      view: null,
      isFiltered: true,
      errors: {},
    });
  });

  test("a severity narrows the view and keeps it; repeated values count once", () => {
    expect(parseAlertRequest({ severity: ["high", "critical", "high"] })).toMatchObject({
      filters: { state: ["open", "acknowledged"], severity: ["high", "critical"] },
      view: "unresolved",
      isFiltered: true,
    });
  });

  test.each([
    [{ state: "closed" }, "state"],
    [{ state: ["open", "closed"] }, "state"],
    [{ severity: "urgent" }, "severity"],
  ])("names the parameter that makes no sense: %j", (params, field) => {
    const { errors } = parseAlertRequest(params);
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]?.[0]).toMatch(/\.$/);
  });
});
