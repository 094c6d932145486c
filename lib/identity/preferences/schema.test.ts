import { describe, expect, it } from "vitest";
import { preferencesInput } from "./schema.ts";

/** The messages by field, or the parsed input. */
function parse(input: unknown) {
  const parsed = preferencesInput.safeParse(input);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]);
}

describe("preferences", () => {
  it.each([
    { theme: "dark" },
    { density: "compact" },
    { theme: null, density: null, timeZone: null, locale: null },
    { timeZone: "America/Argentina/Buenos_Aires" },
    { timeZone: "Asia/Kolkata" },
    { timeZone: "Etc/GMT+5" },
    { locale: "en-GB-u-hc-h12" },
  ])("may be %j", (input) => {
    expect(parse(input)).toEqual(input);
  });

  it.each([
    ["timeZone", "europe/berlin", "Europe/Berlin"],
    ["timeZone", " UTC ", "UTC"],
    ["locale", "DE-ch", "de-CH"],
    ["locale", "sr-latn-rs", "sr-Latn-RS"],
  ])("have their %s %s spelled %s", (key, given, spelled) => {
    expect(parse({ [key]: given })).toEqual({ [key]: spelled });
  });

  it.each(["Mars/Olympus_Mons", "+02:00", "", "A".repeat(10_000), 5])(
    "have no time zone %j",
    (timeZone) => {
      const message = "There is no such time zone. Use a name like Europe/Berlin.";
      expect(parse({ timeZone })).toEqual([["timeZone", message]]);
    },
  );

  it.each(["en_US", "e", "", "tlh", "xx-YY", "en-".repeat(50), {}])(
    "have no locale %j",
    (locale) => {
      const message = "This language and region is not known. Use a tag like en-GB or de-CH.";
      expect(parse({ locale })).toEqual([["locale", message]]);
    },
  );

  it("say what themes and densities there are", () => {
    expect(parse({ theme: "sepia", density: 3 })).toEqual([
      ["theme", "Choose system, light or dark."],
      ["density", "Choose comfortable or compact."],
    ]);
  });

  it.each([[{}], [{ theme: undefined }], [{ userId: "somebody" }], [null], ["dark"]])(
    "are not %j",
    (input) => {
      expect(preferencesInput.safeParse(input).success).toBe(false);
    },
  );
});
