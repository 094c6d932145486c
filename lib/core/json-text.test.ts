import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemsOf } from "./json-text.ts";

const itemTexts = (text: string, limit = 100) =>
  itemsOf(text, 0, limit)?.items.map(({ start, end }) => text.slice(start, end)) ?? null;

describe("itemsOf", () => {
  it("finds the items of every array, however it is written", () => {
    const noise = fc.string({ unit: fc.constantFrom(...'[]{}":,\\ é') });
    const item = fc.oneof(
      fc.json({ stringUnit: "grapheme", maxDepth: 3 }),
      noise.map((text) => JSON.stringify(text)),
    );
    const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
    fc.assert(
      fc.property(fc.array(item), space, (drawn, gap) => {
        const items = drawn.map((text) => text.trim());
        const text = `[${gap}${items.join(`${gap},${gap}`)}${gap}]`;
        expect(itemTexts(text)).toEqual(items);
        expect(itemsOf(text, 0, 100)?.end).toBe(text.length);
      }),
    );
  });

  it.each(["", "{}", "[1,]", "[,1]", "[1 2]", "[", "[1", '["a""b"]', "[{}1]", "[1,,2]"])(
    "finds none in %s, which is no array",
    (text) => {
      expect(itemTexts(text)).toBeNull();
    },
  );

  it("holds no more than it is told, and counts all", () => {
    expect(itemsOf(`[${"0,".repeat(1_000)}0]`, 0, 5)).toMatchObject({
      count: 1_001,
      items: { length: 5 },
    });
  });
});
