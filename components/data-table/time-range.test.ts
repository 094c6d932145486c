import { describe, expect, test } from "vitest";
import { boundsOf, describeTimeRange, parseTimeRange } from "./time-range.ts";

const NOW = Date.parse("2026-11-22T20:00:00Z");

describe("parseTimeRange", () => {
  test("nothing means all time", () => {
    expect(parseTimeRange({})).toEqual({ ok: true, range: { kind: "all" } });
    expect(parseTimeRange({ range: "", from: null })).toEqual({ ok: true, range: { kind: "all" } });
  });

  test("instants are normalised to UTC, whatever zone they were written in", () => {
    expect(parseTimeRange({ from: "2026-03-01T10:00:00+01:00", to: "2026-03-02T00:00Z" })).toEqual({
      ok: true,
      range: {
        kind: "custom",
        from: "2026-03-01T09:00:00.000Z",
        to: "2026-03-02T00:00:00.000Z",
      },
    });
  });

  test("a plus that arrived as a space is still a zone", () => {
    expect(parseTimeRange({ from: "2026-03-01T10:00:00 01:00" })).toMatchObject({
      range: { from: "2026-03-01T09:00:00.000Z" },
    });
  });

  test.each([
    "yesterday",
    "2026-03-01",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-03-01T25:00:00Z",
    "1",
    "0000-01-01T00:00:00Z",
    "\u0000",
  ])("junk is refused with its own words: %j", (from) => {
    const result = parseTimeRange({ from });
    expect(result).toMatchObject({ ok: false });
    if (!result.ok) expect(result.message).toContain(from);
  });

  test("an end before the beginning is refused", () => {
    const result = parseTimeRange({ from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" });
    expect(result).toMatchObject({ ok: false });
  });

  test("an unknown preset is refused", () => {
    expect(parseTimeRange({ range: "3y" })).toMatchObject({ ok: false });
  });

  test("a custom range wins over a preset", () => {
    const result = parseTimeRange({ range: "24h", from: "2026-03-01T00:00:00Z" });
    expect(result).toMatchObject({ range: { kind: "custom" } });
  });
});

describe("boundsOf", () => {
  test("a preset ends now and is open towards the future", () => {
    const result = parseTimeRange({ range: "24h" });
    expect(result.ok && boundsOf(result.range, NOW)).toEqual({ from: "2026-11-21T20:00:00.000Z" });
  });

  test("all time has no bounds", () => {
    expect(boundsOf({ kind: "all" }, NOW)).toEqual({});
  });
});

describe("describeTimeRange", () => {
  test.each([
    [{ range: "7d" }, "Last 7 days"],
    [{}, "All time"],
    [{ from: "2026-03-01T09:00:00Z" }, "Since 1 Mar 2026, 09:00"],
    [{ to: "2026-03-01T09:00:00Z" }, "Before 1 Mar 2026, 09:00"],
  ])("%j", (params, words) => {
    const result = parseTimeRange(params);
    expect(result.ok && describeTimeRange(result.range, "UTC")).toBe(words);
  });
});
