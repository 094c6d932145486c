import { expect, it } from "vitest";
import { figure, median, percentile } from "./benchmark.ts";

it("puts a value beside its baseline", () => {
  expect(figure("a.b", "1/s", 30.06, 40)).toEqual({
    name: "a.b",
    value: 30.1,
    unit: "1/s",
    baseline: 40,
    ratio: 0.751,
  });
  expect(figure("a.b", "ms", 3)).toMatchObject({ baseline: null, ratio: null });
});

it("takes medians and percentiles of unsorted values, and of nothing refuses", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(percentile([4, 3, 2, 1], 0.95)).toBe(4);
  expect(percentile([7], 0)).toBe(7);
  expect(() => median([])).toThrow("nothing was measured");
});
