import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeWindows } from "./window.ts";

const NOW = 1_000;
const moment = fc.option(fc.integer({ min: 1, max: 2_000 }));
const window = fc
  .tuple(moment, moment)
  .filter(([from, until]) => from === null || until === null || from < until)
  .map(([from, until]) => ({
    startsAt: from === null ? null : new Date(from),
    endsAt: until === null ? null : new Date(until),
  }));
const isOpen = ({ startsAt, endsAt }: { startsAt: Date | null; endsAt: Date | null }, at: number) =>
  (startsAt === null || startsAt.getTime() <= at) && (endsAt === null || at < endsAt.getTime());

describe("two windows in one", () => {
  it("are open from now on whenever either is, whichever comes first", () => {
    fc.assert(
      fc.property(window, window, fc.integer({ min: NOW, max: 2_100 }), (one, other, at) => {
        const merged = mergeWindows(one, other, NOW);
        if (isOpen(one, at) || isOpen(other, at)) expect(isOpen(merged, at)).toBe(true);
        expect(mergeWindows(other, one, NOW)).toEqual(merged);
      }),
    );
  });

  it("are the one that is in force when the other is over", () => {
    const over = { startsAt: null, endsAt: new Date(NOW - 1) };
    const live = { startsAt: new Date(NOW - 500), endsAt: new Date(NOW + 500) };
    expect(mergeWindows(over, live, NOW)).toEqual(live);
    expect(mergeWindows(live, { startsAt: null, endsAt: new Date(NOW) }, NOW)).toEqual(live);
  });
});
