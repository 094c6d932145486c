import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findJsonFault,
  MAX_DEPTH,
  nestsDeeperThan,
  readJson,
  readUnambiguous,
} from "./json-limits.ts";

/** How deep a parsed value nests, counted the obvious way. */
function depthOf(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("nestsDeeperThan", () => {
  it("agrees with the parsed value, whatever its texts contain", () => {
    const noise = fc.string({ unit: fc.constantFrom("[", "]", "{", "}", '"', "\\", "é") });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        noise,
        fc.array(tie("value")),
        fc.dictionary(noise, tie("value")),
      ),
    }));
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 6 }), (drawn, limit) => {
        const bytes = Buffer.from(JSON.stringify(drawn));
        expect(nestsDeeperThan(bytes, limit)).toBe(depthOf(drawn) > limit);
      }),
    );
  });
});

describe("findJsonFault", () => {
  it("finds nothing in what JSON can hold unchanged", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, stringUnit: "grapheme" }), (text) => {
        const value: unknown = JSON.parse(text.replaceAll("\\u0000", ""));
        expect(findJsonFault(value)).toBeNull();
      }),
    );
  });

  it.each([
    [{ a: ["x", "b\0"] }, "a.1", "NUL"],
    [{ a: { b: "\udc00" } }, "a.b", "surrogate"],
    [{ "k\0": 1 }, "", "NUL"],
  ])("says where and what in %j", (value, path, reason) => {
    expect(findJsonFault(value)).toMatchObject({ path, reason: expect.stringContaining(reason) });
  });

  it("refuses nesting beyond the limit and nothing shallower", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(findJsonFault(nested(MAX_DEPTH))).toBeNull();
    expect(findJsonFault(nested(MAX_DEPTH + 1))?.reason).toContain("deeper");
  });
});

const twice = [
  ['{"a":1,"a":2}', "a", ""],
  ['{"x":[1,{"b":1,"c":{"b":2},"b":3}]}', "b", "x.1"],
  ['[[],{"y":{"a":[{"a":1},2]},"x":{"s":"\\"a\\":1","t":{"a":",","a":0}}}]', "a", "1.x.t"],
  ['{"\\u0061":1,"a":2}', "a", ""],
  ['{"__proto__":1,"__proto__":2}', "__proto__", ""],
  ['{"7":1,"7":2}', "7", ""],
] as const;

describe("readJson", () => {
  it.each(twice)("refuses %s, of which a part would be lost", (text, name, path) => {
    const reason = `has the name "${name}" twice in one object`;
    expect(readJson(text).fault).toEqual({ path, reason });
  });

  it("takes what JSON.stringify writes, whatever names and texts are in it", () => {
    const noise = fc.string({ unit: fc.constantFrom(...'[]{}":,\\é 0-1') });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        noise,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie("value")),
        fc.dictionary(noise, tie("value")),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (drawn, space) => {
        const text = JSON.stringify(drawn, null, space);
        expect(readJson(text)).toEqual({ value: JSON.parse(text), fault: null });
      }),
    );
  });

  it("builds nothing from what nests too deep", () => {
    const text = "[".repeat(100_000) + "]".repeat(100_000);
    expect(readJson(text)).toMatchObject({ value: undefined, fault: { path: "" } });
  });
});

describe("readUnambiguous", () => {
  it.each(twice)("refuses %s, of which another reader may take the first", (text, name, path) => {
    const reason = `has the name "${name}" twice in one object`;
    expect(readUnambiguous(text).fault).toEqual({ path, reason });
  });

  it("is JSON.parse for all else, also for numbers and texts that cannot be kept", () => {
    const texts = [
      '{"a":[1.50,1e400,-0],"b":{"a":"\\ud800\\u0000"}}',
      "7",
      "null",
      '"a"',
      "[{},{}]",
    ];
    for (const text of texts)
      expect(readUnambiguous(text)).toEqual({ value: JSON.parse(text), fault: null });
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, stringUnit: "grapheme" }), (text) => {
        expect(readUnambiguous(text)).toEqual({ value: JSON.parse(text), fault: null });
      }),
    );
  });

  it("builds nothing from what nests too deep", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(readUnambiguous(nested(MAX_DEPTH)).fault).toBeNull();
    expect(readUnambiguous(nested(MAX_DEPTH + 1))).toEqual({
      value: undefined,
      fault: { path: "", reason: `nests deeper than ${MAX_DEPTH} levels` },
    });
  });
});
