import { describe, expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

describe("visibleText", () => {
  test("ordinary text of any script stays as it is", () => {
    const text = "Zoë\tčaj 日本語 עברית 🙂\nsecond line";
    expect(visibleText(text)).toBe(text);
  });

  test("what would reverse, hide or cut the text is spelled out", () => {
    expect(visibleText("invoice\u202Efdp.exe")).toBe("invoice\\u202efdp.exe");
    expect(visibleText("ad\u200bmin\u0000\u001b[31m")).toBe("ad\\u200bmin\\u0000\\u001b[31m");
  });
});
