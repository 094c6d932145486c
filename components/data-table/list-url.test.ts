import { expect, test } from "vitest";
import { listHref } from "./list-url.ts";

const current = new URLSearchParams("actor=a&actor=b&ip=10.0.0.0/8&cursor=x");

test("changes what is named and keeps the rest", () => {
  expect(listHref("/audit", current, { ip: null, cursor: null, event: "1" })).toBe(
    "/audit?actor=a&actor=b&event=1",
  );
});

test("a list repeats its name, so that a value may contain a comma", () => {
  expect(listHref("/audit", new URLSearchParams(), { actor: ["a,b", "c"] })).toBe(
    "/audit?actor=a%2Cb&actor=c",
  );
});

test("without parameters there is no question mark", () => {
  expect(listHref("/audit", current, { actor: null, ip: null, cursor: null })).toBe("/audit");
});

test("the current parameters are not touched", () => {
  listHref("/audit", current, { actor: [] });
  expect(current.getAll("actor")).toEqual(["a", "b"]);
});
