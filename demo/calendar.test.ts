import { describe, expect, test } from "vitest";
import {
  type Country,
  DAY_MS,
  dateOf,
  instantOf,
  isHoliday,
  isWeekend,
  lastWeekday,
  weekdayOf,
} from "./calendar.ts";

const day = (date: string) => Date.parse(date) / DAY_MS;
const iso = (date: string, minutes: number, zone: string) =>
  new Date(instantOf(day(date), minutes, zone)).toISOString();

describe("days", () => {
  test("have the weekday of the calendar", () => {
    expect(weekdayOf(day("2026-11-22"))).toBe(0);
    expect(weekdayOf(day("1969-12-31"))).toBe(3);
    expect([21, 22, 23].map((date) => isWeekend(day(`2026-11-${date}`)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("the last such weekday may be the day itself", () => {
    expect(dateOf(lastWeekday(day("2026-11-22"), 0))).toBe("2026-11-22");
    expect(dateOf(lastWeekday(day("2026-11-22"), 1))).toBe("2026-11-16");
  });
});

describe("instantOf", () => {
  test.each([
    ["2026-07-01", "America/New_York", "2026-07-01T13:00:00.000Z"],
    ["2026-12-01", "America/New_York", "2026-12-01T14:00:00.000Z"],
    ["2026-07-01", "Europe/Berlin", "2026-07-01T07:00:00.000Z"],
    ["2026-12-01", "Asia/Singapore", "2026-12-01T01:00:00.000Z"],
    ["2026-12-01", "UTC", "2026-12-01T09:00:00.000Z"],
  ])("%s, nine o'clock in %s", (date, zone, expected) => {
    expect(iso(date, 9 * 60, zone)).toBe(expected);
  });
});

describe("holidays", () => {
  test.each<[Country, string]>([
    ["US", "2026-11-26"],
    ["US", "2026-05-25"],
    ["US", "2027-01-18"],
    ["DE", "2026-04-06"],
    ["DE", "2027-05-17"],
    ["SG", "2026-04-03"],
    ["CA", "2026-10-12"],
  ])("%s on %s", (country, date) => {
    expect(isHoliday(day(date), country)).toBe(true);
    expect(isHoliday(day(date) - 2, country)).toBe(false);
  });
});
