import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundsOf, bucketOf, mergeBuckets, percentileOf } from "./histogram.ts";

const durations = fc.array(fc.double({ min: 0.02, max: 1_000_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

function histogramOf(values: readonly number[]): Map<number, number> {
  return mergeBuckets(values.map((value) => new Map([[bucketOf(value), 1]])));
}

describe("a histogram", () => {
  it("puts every duration within the bounds of its bucket", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 1_000_000, noNaN: true }), (value) => {
        const [from, to] = boundsOf(bucketOf(value));
        // At a bound the last digit of a logarithm decides.
        expect(value).toBeGreaterThanOrEqual(from * (1 - 1e-9));
        expect(value).toBeLessThan(to * (1 + 1e-9));
      }),
    );
  });

  it("tells any percentile within 5 % of the exact one, by nearest rank", () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1] ?? Number.NaN;
        const told = percentileOf(histogramOf(values), share) ?? Number.NaN;
        expect(Math.abs(told / exact - 1)).toBeLessThan(0.05);
      }),
    );
  });

  it("is the same whether merged or counted at once", () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const merged = mergeBuckets([histogramOf(some), histogramOf(others)]);
        expect(merged).toEqual(histogramOf([...some, ...others]));
      }),
    );
  });

  it("has no percentile when it is empty, and holds what no clock can say", () => {
    expect(percentileOf(new Map(), 0.95)).toBeNull();
    expect(bucketOf(0)).toBe(bucketOf(-1));
    expect(bucketOf(Number.NaN)).toBe(bucketOf(0));
    expect(bucketOf(Number.POSITIVE_INFINITY)).toBe(bucketOf(1e12));
    // A column of smallint holds them all.
    expect(Math.abs(bucketOf(1e12))).toBeLessThan(32_768);
  });
});
