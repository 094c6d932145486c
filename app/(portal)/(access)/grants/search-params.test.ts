import { describe, expect, it } from "vitest";
import { grantsHref } from "./filters.ts";
import { parseGrantsRequest } from "./search-params.ts";

const id = "0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10";

describe("the list of grants, as the URL asks for it", () => {
  it("reads every filter", () => {
    const params = {
      person: id,
      resource: "p-3",
      permission: ["document.read", "todo.close"],
      group: id,
      type: "project",
      effect: "deny",
      state: ["ended", "ends_soon"],
    };
    expect(parseGrantsRequest(params)).toEqual({
      filters: {
        userId: id,
        resourceId: "p-3",
        permission: ["document.read", "todo.close"],
        group: [id],
        type: ["project"],
        effect: ["deny"],
        state: ["ended", "ends_soon"],
      },
      personId: id,
      cursor: undefined,
      isFiltered: true,
    });
  });

  it("leaves out what no grant can have", () => {
    const params = {
      person: "me",
      group: "everybody",
      effect: "perhaps",
      state: "someday",
      permission: "a\0b",
      cursor: "nonsense",
    };
    expect(parseGrantsRequest(params)).toMatchObject({ filters: {}, cursor: undefined });
    expect(parseGrantsRequest({})).toEqual({
      filters: {},
      personId: undefined,
      cursor: undefined,
      isFiltered: false,
    });
  });

  it("finds the grants on a resource by its address", () => {
    const url = new URL(grantsHref({ type: "project", id: "p/3 ü" }), "http://x");
    const params = Object.fromEntries(url.searchParams);
    expect(parseGrantsRequest(params).filters).toEqual({ type: ["project"], resourceId: "p/3 ü" });
  });
});
