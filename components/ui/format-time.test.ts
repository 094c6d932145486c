import { describe, expect, it } from "vitest";
import { formatAbsolute, formatRelative } from "./format-time.ts";

const now = Date.UTC(2026, 10, 22, 20, 1, 7);
const minute = 60_000;
const day = 24 * 60 * minute;

describe("formatRelative", () => {
  it.each([
    [0, "just now"],
    [-9_000, "just now"],
    [20_000, "just now"],
    [45_000, "in 45 seconds"],
    [-42_000, "42 seconds ago"],
    [-90_000, "1 minute ago"],
    [-59 * minute, "59 minutes ago"],
    [-23 * 60 * minute, "23 hours ago"],
    [-day, "yesterday"],
    [-29 * day, "29 days ago"],
    [-70 * day, "2 months ago"],
    [-800 * day, "2 years ago"],
    [5 * day, "in 5 days"],
  ])("says %i ms as %s", (delta, said) => {
    expect(formatRelative(now + delta, now)).toBe(said);
  });
});

describe("formatAbsolute", () => {
  it("names the time zone", () => {
    expect(formatAbsolute(now, "UTC")).toBe("22 Nov 2026, 20:01:07 UTC");
    expect(formatAbsolute(now, "Asia/Tokyo")).toContain("23 Nov 2026, 05:01:07");
  });
});
