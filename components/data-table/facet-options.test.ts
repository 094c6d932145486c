import { expect, test } from "vitest";
import { facetChips, facetOptions, sameAsValue, searchableText } from "./facet-options.ts";

const counted = [
  { value: "u1", label: "Ada", count: 7 },
  { value: "u2", label: "Grace", count: 2 },
];

test("a chosen value that no row has any more can still be unchosen", () => {
  expect(facetOptions(counted, ["u2", "gone"], sameAsValue)).toEqual([
    { value: "gone", label: "gone", count: 0 },
    ...counted,
  ]);
});

test("searching finds the label and the value, each once", () => {
  expect(searchableText({ value: "u1", label: "Ada", count: 7 })).toBe("Ada u1");
  expect(searchableText({ value: "login", label: "login", count: 7 })).toBe("login");
});

test("chips carry labels and stop at the limit", () => {
  expect(facetChips(counted, ["u2", "gone", "u1"], sameAsValue, 2)).toEqual({
    chips: [
      { value: "u2", label: "Grace" },
      { value: "gone", label: "gone" },
    ],
    left: 1,
  });
  expect(facetChips(counted, [], sameAsValue, 2)).toEqual({ chips: [], left: 0 });
});
