import { describe, expect, it } from "vitest";
import { canonicalLocale, canonicalTimeZone } from "#lib/identity/preferences/schema";
import { localeNames } from "./locales.ts";
import { presentName, timeZoneGroups, zoneLabel } from "./time-zones.ts";

const winter = Date.UTC(2026, 10, 22, 20, 1);
const zones = ["America/Argentina/Buenos_Aires", "Asia/Kathmandu", "Europe/Berlin", "Europe/Rome"];

describe("time zones", () => {
  it.each([
    ["Europe/Berlin", "Berlin"],
    ["America/Argentina/Buenos_Aires", "Buenos Aires, Argentina"],
    ["UTC", "UTC"],
  ])("%s is called %s", (zone, label) => {
    expect(zoneLabel(zone)).toBe(label);
  });

  it("stand by continent, with their offset of the season", () => {
    const groups = timeZoneGroups(zones, "Europe/Rome", null, winter);
    expect(groups.map(({ heading }) => heading)).toEqual(["", "America", "Asia", "Europe"]);
    expect(groups[0]?.items.map(({ label }) => label)).toEqual(["Automatic", "UTC"]);
    expect(groups[0]?.items[0]?.hint).toBe("Rome, UTC+1");
    expect(groups[2]?.items[0]).toMatchObject({ value: "Asia/Kathmandu", hint: "UTC+5:45" });
    const summer = timeZoneGroups(zones, "UTC", null, Date.UTC(2026, 6, 1));
    expect(summer[3]?.items[0]?.hint).toBe("UTC+2");
  });

  it("have the names of today, which can be stored", () => {
    const old = ["Asia/Calcutta", "Europe/Kiev", "Europe/Berlin"];
    const groups = timeZoneGroups(old, "UTC", "Asia/Kolkata", winter);
    const values = groups.flatMap(({ items }) => items.map(({ value }) => value));
    expect(values.slice(2)).toEqual(["Asia/Kolkata", "Europe/Berlin", "Europe/Kyiv"]);
    for (const zone of Intl.supportedValuesOf("timeZone").map(presentName)) {
      expect(canonicalTimeZone(zone)).toBe(zone);
    }
  });

  it("contain the chosen one even when the browser does not list it", () => {
    const groups = timeZoneGroups(zones, "UTC", "Etc/GMT+5", winter);
    expect(groups[0]?.items.map(({ value }) => value)).toContain("Etc/GMT+5");
    expect(groups.flatMap(({ items }) => items)).toHaveLength(zones.length + 3);
  });
});

describe("locales", () => {
  it.each(Object.keys(localeNames))("%s is stored as it is written", (locale) => {
    expect(canonicalLocale(locale)).toBe(locale);
  });
});
