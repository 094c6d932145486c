import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault, MAX_DEPTH, nestsDeeperThan } from "./json-limits.ts";

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
        const value: unknown = JSON.parse(text.replaceAll("\\u0000", ""), (_key, member) =>
          Number.isInteger(member) && !Number.isSafeInteger(member) ? 0 : member,
        );
        expect(findJsonFault(value)).toBeNull();
      }),
    );
  });

  it.each([
    [{ a: ["x", "b\0"] }, "a.1", "NUL"],
    [{ a: { b: "\udc00" } }, "a.b", "surrogate"],
    [{ "k\0": 1 }, "", "NUL"],
    [{ n: 2 ** 53 }, "n", "too large"],
    [{ n: Number.POSITIVE_INFINITY }, "n", "too large"],
  ])("says where and what in %j", (value, path, reason) => {
    expect(findJsonFault(value)).toMatchObject({ path, reason: expect.stringContaining(reason) });
  });

  it("refuses nesting beyond the limit and nothing shallower", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(findJsonFault(nested(MAX_DEPTH))).toBeNull();
    expect(findJsonFault(nested(MAX_DEPTH + 1))?.reason).toContain("deeper");
  });
});
