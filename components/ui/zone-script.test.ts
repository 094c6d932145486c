import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { zoneScript } from "./zone-script.ts";

type Given = { cookie?: string; servedZone?: string; protocol?: string; zone?: string };

/** Runs the script as a browser in a zone would. */
function run({
  cookie = "",
  servedZone = "UTC",
  protocol = "http:",
  zone = "Europe/Berlin",
}: Given) {
  const written: string[] = [];
  const dataset: Record<string, string> = { zone: servedZone };
  const document = {
    documentElement: { dataset },
    get cookie() {
      return cookie;
    },
    set cookie(text: string) {
      written.push(text);
    },
  };
  class DateTimeFormat {
    resolvedOptions = () => ({ timeZone: zone });
  }
  runInNewContext(zoneScript, { document, location: { protocol }, Intl: { DateTimeFormat } });
  return { written, dataset };
}

describe("the script before the first paint", () => {
  it("tells the server the zone, and hides times that were written in another", () => {
    const { written, dataset } = run({});
    expect(written).toEqual(["time-zone=Europe/Berlin; path=/; max-age=31536000; samesite=lax"]);
    expect(dataset).toHaveProperty("otherZone");
  });

  it("does nothing where the server knew it", () => {
    const cookie = "theme=dark; time-zone=Europe/Berlin";
    const { written, dataset } = run({ cookie, servedZone: "Europe/Berlin" });
    expect(written).toEqual([]);
    expect(dataset).not.toHaveProperty("otherZone");
  });

  it("tells the new zone after a journey, once a page at most", () => {
    const { written, dataset } = run({
      cookie: "time-zone=Europe/Berlin",
      servedZone: "Europe/Berlin",
      zone: "Asia/Tokyo",
    });
    expect(written).toHaveLength(1);
    expect(dataset).toHaveProperty("otherZone");
  });

  it("is sent by https only where the page was", () => {
    expect(run({ protocol: "https:" }).written[0]).toMatch(/; secure$/);
  });
});
