import { describe, expect, it } from "vitest";
import { isActionCall } from "./action-call.ts";

describe("a call of a server action", () => {
  it.each([
    "[]",
    '[{"id":"x","tags":["a",1,null,true]}]',
    '[{"cost":"$$5"}]',
    '["$undefined","$NaN","$-0","$D2026-11-30T00:00:00.000Z","$n12"]',
    `[${"[".repeat(30)}${"]".repeat(30)}]`,
  ])("is a list of plain values: %s", (text) => expect(isActionCall(text)).toBe(true));

  it.each([
    "",
    "x",
    "{}",
    '"[]"',
    "[".repeat(5_000),
    `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    '["$F1"]',
    '["$B0"]',
    '["$Z"]',
    '["$@1"]',
    '["$1:constructor:constructor"]',
    '["\\u0024F1"]',
    '[{"then":"$1:__proto__:then"}]',
    '["$undefined1"]',
    '["$D\\u0300"]',
  ])("is nothing else: %#", (text) => expect(isActionCall(text)).toBe(false));
});
