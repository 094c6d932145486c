import { describe, expect, it } from "vitest";
import { formatAbsolute, formatMinute, formatRelative } from "./format-time.ts";

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
    [-7 * day, "7 days ago"],
    [-8 * day, "14 Nov, 20:01"],
    [-299 * day, "27 Jan, 20:01"],
    [-800 * day, "13 Sept 2024"],
    [5 * day, "in 5 days"],
    [90 * day - 1_000, "in 3 months"],
    [365 * day - 1_000, "in 12 months"],
  ])("says %i ms as %s", (delta, said) => {
    expect(formatRelative(now + delta, now, "UTC")).toBe(said);
  });
});

describe("formatAbsolute", () => {
  it("names the time zone", () => {
    expect(formatAbsolute(now, "UTC")).toBe("22 Nov 2026, 20:01:07 UTC");
    expect(formatAbsolute(now, "Asia/Tokyo")).toContain("23 Nov 2026, 05:01:07");
  });
});

describe("a person's zone and locale", () => {
  /** Some versions of ICU write "8:01 PM" with a narrow space. */
  const plain = (text: string) => text.replaceAll("\u202f", " ");

  it.each([
    ["en-GB", "UTC", "22 Nov 2026, 20:01", "22 Nov, 20:01"],
    ["en-GB", "Asia/Kathmandu", "23 Nov 2026, 01:46", "23 Nov, 01:46"],
    ["en-US", "America/New_York", "Nov 22, 2026, 03:01 PM", "Nov 22, 03:01 PM"],
    ["de-DE", "Europe/Berlin", "22. Nov. 2026, 21:01", "22. Nov., 21:01"],
  ])("write a time in %s and %s as %s", (locale, timeZone, said, past) => {
    expect(plain(formatMinute(now, timeZone, locale))).toBe(said);
    expect(plain(formatRelative(now, now + 8 * day, timeZone, locale))).toBe(past);
  });

  it("tell the distance in the locale's language", () => {
    const ago = (ms: number, locale: string) => formatRelative(now - ms, now, "UTC", locale);
    expect(ago(3 * minute, "de-DE")).toBe("vor 3 Minuten");
    expect(ago(day, "de-DE")).toBe("gestern");
    expect(ago(0, "de-DE")).toBe("jetzt");
    expect(ago(0, "en-US")).toBe("just now");
  });

  it("give way to the default where the browser does not know them", () => {
    expect(formatMinute(now, "Mars/Olympus_Mons", "en-GB")).toBe(formatMinute(now));
    expect(formatRelative(now - day, now, "UTC", "not a tag")).toBe("yesterday");
  });
});
