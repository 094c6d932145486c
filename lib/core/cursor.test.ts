import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cursor, decodeCursor, encodeCursor } from "./cursor.ts";

const cursors: fc.Arbitrary<Cursor> = fc.record({
  direction: fc.constantFrom("next", "previous"),
  at: fc.date({ min: new Date(0), max: new Date("2200-01-01"), noInvalidDate: true }),
  id: fc.uuid(),
});

describe("a cursor", () => {
  it("comes back as it went, to the millisecond", () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        const text = encodeCursor(cursor);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodeCursor(text)).toEqual(cursor);
      }),
    );
  });

  it("is refused with a sentence when it is damaged", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text)).toThrow(/damaged/);
      }),
    );
  });
});
