import { describe, expect, it } from "vitest";
import { formatAbsolute } from "./format-time.ts";
import { regionalLocale } from "./regional-locale.ts";

describe("regionalLocale", () => {
  it.each([
    ["en-US,en;q=0.9", "en-US"],
    ["de-DE,de;q=0.9,en-US;q=0.8", "en-DE"],
    ["de", "en-DE"],
    ["en", "en-US"],
    ["en-US;q=0.3, fr-CH", "en-CH"],
    ["*, sv;q=0.5", "en-SE"],
    ["pt-BR", "en-001-u-hc-h23"],
    ["", "en-GB"],
    [null, "en-GB"],
  ])("%s is %s", (header, locale) => {
    expect(regionalLocale(header)).toBe(locale);
  });

  it.each(["<script>", "x".repeat(10_000), "a;q=b,,;,=", "q=1", "-", "é"])(
    "takes %.20s for no language",
    (header) => expect(regionalLocale(header)).toBe("en-GB"),
  );

  it("keeps the region's hours where Intl knows no English of it", () => {
    const at = Date.UTC(2026, 10, 22, 20, 1, 7);
    expect(formatAbsolute(at, "UTC", regionalLocale("pt-BR"))).toBe("22 Nov 2026, 20:01:07 UTC");
    expect(formatAbsolute(at, "UTC", regionalLocale("en-US"))).toBe(
      "Nov 22, 2026, 08:01:07 PM UTC",
    );
  });
});
