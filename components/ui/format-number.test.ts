import { expect, it } from "vitest";
import { formatNumber, peopleOf } from "./format-number.ts";

it.each([
  [undefined, "1,234.5"],
  ["en-GB", "1,234.5"],
  ["de-DE", "1.234,5"],
  ["en-IN", "1,234.5"],
])("writes a number in %s as %s", (locale, written) => {
  expect(formatNumber(1234.5, locale)).toBe(written);
});

it("groups digits as the locale does", () => {
  expect(formatNumber(1234567, "en-IN")).toBe("12,34,567");
});

it("counts people as one says it", () => {
  expect([0, 1, 1234].map(peopleOf)).toEqual(["0 people", "1 person", "1,234 people"]);
});
