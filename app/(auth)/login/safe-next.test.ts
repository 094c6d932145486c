import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

describe("safeNext", () => {
  it.each(["/audit", "/audit?outcome=denied&text=a%2Fb", "/settings/sessions#top", "/"])(
    "keeps %s",
    (path) => {
      expect(safeNext(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    "",
    "audit",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n\\evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "javascript:alert(1)",
    "/login",
    "/login?next=/audit",
    "/api/auth/signout",
  ])("goes to the start instead of %j", (path) => {
    expect(safeNext(path)).toBe("/");
  });

  it("takes one value only", () => {
    expect(safeNext(["/audit", "/account"])).toBe("/");
  });

  it("never leaves the site, whatever the text", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      "\t",
      "\n",
      ".",
      "..",
      "evil.example",
      "@",
      ":",
      "?",
      "#",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = new URL(safeNext(pieces.join("")), "https://portal.example");
        expect(target.origin).toBe("https://portal.example");
      }),
      { numRuns: 2_000 },
    );
  });
});
