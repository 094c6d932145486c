import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "./canonical-json.ts";
import { isKeptNumber, parseKept } from "./kept-json.ts";

/** Every form that JSON has for a number. */
const numberText = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.stringMatching(/^(0|[1-9]\d{0,22})$/),
    fc.stringMatching(/^(\.\d{1,22})?$/),
    fc.stringMatching(/^([eE][+-]?\d{1,4})?$/),
  )
  .map((parts) => parts.join(""));

describe("parseKept", () => {
  it.each([
    "0.1234567890123456789",
    "1e-400",
    "1E400",
    "4503599627370496.25",
    "-0",
    "-0.0",
    "1.50",
    "12345678901234567890",
    "9007199254740993",
  ])("keeps %s as it was written", (number) => {
    const text = `{"a":[${number},1],"b":"${number}"}`;
    expect(JSON.stringify(parseKept(text))).toBe(text);
  });

  it("writes every number as it was read", () => {
    fc.assert(
      fc.property(fc.array(numberText), (numbers) => {
        const text = `[${numbers.join(",")}]`;
        expect(JSON.stringify(parseKept(text))).toBe(text);
      }),
    );
  });

  it("gives numbers wherever JavaScript writes them so", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        if (Object.is(number, -0)) return;
        expect(parseKept(String(number))).toBe(number);
      }),
    );
  });

  it("says of nothing else that it is a kept number", () => {
    for (const value of [1, "1", null, undefined, {}, [], { rawJSON: "1" }])
      expect(isKeptNumber(value)).toBe(false);
  });
});

describe("the canonical text of a kept number", () => {
  const canonical = (text: string) => canonicalJson(parseKept(text) as Json);

  it.each([
    ["1.50", "1.5"],
    ["1E2", "100"],
    ["0.10e1", "1"],
    ["100000000000000000000000", "1e+23"],
    ["-0", "-0"],
    ["1e-400", "1e-400"],
    ["9007199254740993", "9007199254740993"],
    ["0e999999999", "0"],
  ])("of %s is %s", (text, wanted) => {
    expect(canonical(text)).toBe(wanted);
  });

  it("differs where numbers differ, however near they are", () => {
    expect(canonical("0.1234567890123456789")).not.toBe(canonical("0.12345678901234568"));
    expect(canonical("0")).not.toBe(canonical("-0"));
  });
});
