import { describe, expect, it, test } from "vitest";
import { offsetWords, readLocalField, toLocalField } from "./local-time.ts";

const instantsOf = (field: string, zone?: string) => readLocalField(field, zone)?.instants;

it("reads no instant from an empty or incomplete field", () => {
  expect(readLocalField("")).toBeNull();
  expect(readLocalField("soon")).toBeNull();
  expect(toLocalField(null)).toBe("");
  const instant = "2026-07-14T08:30:00.000Z";
  expect(instantsOf(toLocalField(instant))).toEqual([instant]);
});

test.each([
  ["Asia/Kathmandu", "2026-11-22T20:01:00.000Z", "2026-11-23T01:46"],
  ["America/New_York", "2026-03-08T06:59:00.000Z", "2026-03-08T01:59"],
  ["America/New_York", "2026-03-08T07:00:00.000Z", "2026-03-08T03:00"],
  ["Europe/Berlin", "2026-10-25T02:30:00.000Z", "2026-10-25T03:30"],
  ["Pacific/Apia", "2011-12-31T09:30:00.000Z", "2011-12-31T23:30"],
  ["UTC", "1970-01-01T00:00:00.000Z", "1970-01-01T00:00"],
])("in %s a field shows %s as %s, and means it", (zone, instant, field) => {
  expect(toLocalField(instant, zone)).toBe(field);
  expect(instantsOf(field, zone)).toEqual([instant]);
});

describe("a change of clocks", () => {
  it.each([
    ["Europe/Berlin", "2026-10-25T02:30", ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]],
    [
      "America/New_York",
      "2026-11-01T01:00",
      ["2026-11-01T05:00:00.000Z", "2026-11-01T06:00:00.000Z"],
    ],
    [
      "Australia/Lord_Howe",
      "2026-04-05T01:45",
      ["2026-04-04T14:45:00.000Z", "2026-04-04T15:15:00.000Z"],
    ],
  ])("back makes %s show %s twice, the first first", (zone, field, instants) => {
    expect(readLocalField(field, zone)).toEqual({ instants, isSkipped: false });
    expect(instants.map((instant) => toLocalField(instant, zone))).toEqual([field, field]);
  });

  it("forward skips times, which mean as much later", () => {
    expect(readLocalField("2026-03-29T02:30", "Europe/Berlin")).toEqual({
      instants: ["2026-03-29T01:30:00.000Z"],
      isSkipped: true,
    });
    expect(toLocalField("2026-03-29T01:30:00.000Z", "Europe/Berlin")).toBe("2026-03-29T03:30");
    // Samoa left out the whole of 30 December 2011.
    expect(readLocalField("2011-12-30T12:00", "Pacific/Apia")?.isSkipped).toBe(true);
  });

  it("is told by how far the clocks are ahead of UTC", () => {
    expect(offsetWords("2026-10-25T00:30:00.000Z", "Europe/Berlin")).toBe("UTC+2");
    expect(offsetWords("2026-10-25T01:30:00.000Z", "Europe/Berlin")).toBe("UTC+1");
    expect(offsetWords("2026-10-25T01:30:00.000Z", "America/St_Johns")).toBe("UTC−2:30");
    expect(offsetWords("2026-10-25T01:30:00.000Z", "UTC")).toBe("UTC");
  });
});
