import { describe, expect, it } from "vitest";
import { describeChange, formatKpi } from "./format-kpi.ts";

describe("formatKpi", () => {
  it.each([
    [0, "count", "0"],
    [1_830, "count", "1,830"],
    [99_999, "count", "99,999"],
    [1_234_567, "count", "1.2m"],
    [0.171, "ratio", "17.1%"],
    [0.9995, "ratio", "99.95%"],
    [0.0002, "ratio", "0.02%"],
    [1, "ratio", "100%"],
    [0, "ratio", "0%"],
    [41.3, "ms", "41 ms"],
    [3.14, "ms", "3.1 ms"],
  ] as const)("%d as %s is %s", (value, unit, text) => {
    expect(formatKpi(value, unit)).toBe(text);
  });

  it("follows the reader's locale", () => {
    expect(formatKpi(1_830, "count", "de-DE")).toBe("1.830");
  });
});

describe("describeChange", () => {
  const count = { unit: "count", better: "up" } as const;
  const rate = { unit: "ratio", better: "down" } as const;

  it.each([
    [0.12, count, { text: "12%", direction: "up", isBetter: true }],
    [-0.5, count, { text: "50%", direction: "down", isBetter: false }],
    [250, count, { text: ">9,999%", direction: "up", isBetter: true }],
    [0.004, rate, { text: "0.4 pp", direction: "up", isBetter: false }],
    [-0.0005, rate, { text: "0.05 pp", direction: "down", isBetter: true }],
    [0, count, { text: "0%", direction: "none", isBetter: null }],
    [0.00001, rate, { text: "0 pp", direction: "none", isBetter: null }],
  ] as const)("%d", (change, kpi, expected) => {
    expect(describeChange(change, kpi)).toEqual(expected);
  });
});
