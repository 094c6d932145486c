import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, findBursts } from "./bursts.ts";

const condition = { threshold: 3, windowSeconds: 60 };

function at(...seconds: number[]): Candidate[] {
  return seconds.map((second) => ({ occurredAt: new Date(second * 1000), counted: "a" }));
}
const secondsOf = (bursts: Candidate[][]) =>
  bursts.map((burst) => burst.map((match) => match.occurredAt.getTime() / 1000));

describe("findBursts", () => {
  it.each([
    ["nothing", at(), []],
    ["too few", at(0, 10), []],
    ["enough, but too far apart", at(0, 30, 60, 90, 120), []],
    ["enough within the window", at(0, 30, 59), [[0, 30, 59]]],
    ["what led to it", at(0, 50, 70, 100), [[0, 50, 70, 100]]],
    ["what is too old to have led to it", at(0, 61, 70, 100), [[61, 70, 100]]],
    ["a burst that goes on", at(0, 1, 2, 62, 122), [[0, 1, 2, 62, 122]]],
    [
      "two bursts",
      at(0, 1, 2, 100, 101, 102),
      [
        [0, 1, 2],
        [100, 101, 102],
      ],
    ],
    ["a straggler after the first", at(0, 1, 2, 100), [[0, 1, 2]]],
  ])("%s", (_name, matches, expected) => {
    expect(secondsOf(findBursts(matches, condition))).toEqual(expected);
  });

  it("counts distinct values, and not those without one", () => {
    const wanted = { ...condition, distinct: 2 };
    expect(findBursts(at(0, 1, 2), wanted)).toEqual([]);
    const mixed = at(0, 1, 2).map((match, i) => ({ ...match, counted: i === 2 ? "b" : "a" }));
    expect(findBursts(mixed, wanted)).toHaveLength(1);
    const unknown = at(0, 1, 2).map((match) => ({ ...match, counted: null }));
    expect(findBursts(unknown, wanted)).toEqual([]);
    // One value has left the window when the other one enters it.
    const apart = [...at(0, 1, 2), ...at(62, 63).map((match) => ({ ...match, counted: "b" }))];
    expect(findBursts(apart, wanted)).toEqual([]);
  });

  it("finds a burst exactly when some window holds enough, and no match twice", () => {
    const times = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 6 }), (drawn, threshold) => {
        const matches = at(...drawn.toSorted((a, b) => a - b));
        const bursts = findBursts(matches, { threshold, windowSeconds: 60 });
        const exists = drawn.some(
          (end) => drawn.filter((time) => time <= end && time > end - 60).length >= threshold,
        );
        expect(bursts.length > 0).toBe(exists);
        const members = bursts.flat();
        expect(new Set(members).size).toBe(members.length);
        for (const burst of bursts) expect(burst.length).toBeGreaterThanOrEqual(threshold);
      }),
    );
  });

  it("takes time in proportion to the matches, also when they never make a burst", () => {
    const one = Array.from({ length: 60_000 }, (_, i) => at(i / 1_000)).flat();
    const started = performance.now();
    expect(findBursts(one, { threshold: 10, windowSeconds: 600, distinct: 2 })).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
