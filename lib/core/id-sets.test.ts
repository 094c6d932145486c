import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idsIn, packIds, placesOf, unpackIds } from "./id-sets.ts";

describe("sets of ids as texts", () => {
  it("come back whole and sorted, whatever is in them", () => {
    const lists = fc.array(fc.uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 40 }));
    fc.assert(
      fc.property(lists, (each) => {
        const known = idsIn(each);
        const places = placesOf(known);
        const back = each.map((ids) => unpackIds(packIds(ids, places), known));
        expect(back).toEqual(each.map((ids) => ids.toSorted()));
      }),
    );
  });

  it("take a character for four ids", () => {
    const known = ["a", "b", "c", "d", "e"];
    expect(packIds(["a", "d", "e"], placesOf(known))).toBe("91");
  });

  it("leave out what is not known", () => {
    const places = placesOf(["a"]);
    expect(unpackIds(packIds(["b"], places), ["a"])).toEqual([]);
  });
});
