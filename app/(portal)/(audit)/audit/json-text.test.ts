import { expect, test } from "vitest";
import { parseKept } from "#lib/core/kept-json";
import { collapsedText, isEmptyJson, membersOf, scalarText } from "./json-text.ts";

test("members of objects and arrays have names, other values have none", () => {
  expect(membersOf({ a: 1, b: null })).toEqual([
    ["a", 1],
    ["b", null],
  ]);
  expect(membersOf(["x"])).toEqual([["0", "x"]]);
  expect(membersOf(null)).toBeNull();
  expect(membersOf("text")).toBeNull();
});

test("collapsed values say what they hold", () => {
  expect(collapsedText([1, 2])).toBe("[ 2 items ]");
  expect(collapsedText({ a: 1 })).toBe("{ 1 field }");
});

test("nothing to show", () => {
  expect([null, undefined, "", {}, []].map(isEmptyJson)).toEqual(Array(5).fill(true));
  expect([0, false, { a: null }, [null]].map(isEmptyJson)).toEqual(Array(4).fill(false));
});

test("a number that was kept as text is shown as it was written", () => {
  const [kept] = Object.values(parseKept('{"n":0.1234567890123456789}') as object);
  expect(membersOf(kept)).toBeNull();
  expect(isEmptyJson(kept)).toBe(false);
  expect(scalarText(kept)).toBe("0.1234567890123456789");
});
