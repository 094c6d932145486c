import { describe, expect, it } from "vitest";
import { detailsHref, parseRef, parseResourcesRequest } from "./resource-params.ts";

describe("the list of resources, as the URL asks for it", () => {
  it("reads text, types and the page", () => {
    expect(parseResourcesRequest({ text: " plan ", type: ["todo", "todo"], cursor: "c" })).toEqual({
      filters: { text: "plan", type: ["todo"] },
      cursor: "c",
      isFiltered: true,
    });
    expect(parseResourcesRequest({})).toEqual({
      filters: {},
      cursor: undefined,
      isFiltered: false,
    });
  });

  it("leaves out what cannot be", () => {
    const { filters } = parseResourcesRequest({ type: ["a\0b", "x".repeat(70), ""], text: "" });
    expect(filters).toEqual({});
  });
});

describe("the address of a resource", () => {
  it("holds any id", () => {
    const ref = { type: "todo", id: "a/b?c=ü&d" };
    const { searchParams } = new URL(detailsHref(ref), "http://x");
    expect(parseRef(Object.fromEntries(searchParams))).toEqual(ref);
    expect(parseRef({ type: "todo" })).toBeNull();
  });
});
