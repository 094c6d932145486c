import { describe, expect, test } from "vitest";
import { Random } from "./random.ts";

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe("Random", () => {
  test("the same seed gives the same stream, another seed another", () => {
    expect(draw(new Random("a"), 50)).toEqual(draw(new Random("a"), 50));
    expect(draw(new Random("a"), 50)).not.toEqual(draw(new Random("b"), 50));
  });

  test("what was drawn before changes nothing in a fork", () => {
    const fresh = new Random("a");
    const used = new Random("a");
    draw(used, 7);
    expect(draw(used.fork("x"), 20)).toEqual(draw(fresh.fork("x"), 20));
    expect(draw(fresh.fork("x"), 20)).not.toEqual(draw(fresh.fork("y"), 20));
  });

  test("forks of neighbouring labels have nothing in common", () => {
    const firsts = Array.from({ length: 2_000 }, (_, i) => new Random("a").fork(i).next());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(mean).toBeGreaterThan(0.47);
    expect(mean).toBeLessThan(0.53);
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test("numbers keep to their range and reach both of its ends", () => {
    const random = new Random("range");
    const numbers = Array.from({ length: 1_000 }, () => random.int(3, 7));
    expect(new Set(numbers)).toEqual(new Set([3, 4, 5, 6, 7]));
  });

  test("choices follow their weights", () => {
    const random = new Random("weights");
    const picks = Array.from({ length: 4_000 }, () =>
      random.weighted([
        ["often", 3],
        ["rarely", 1],
        ["never", 0],
      ]),
    );
    const often = picks.filter((pick) => pick === "often").length / picks.length;
    expect(often).toBeGreaterThan(0.71);
    expect(often).toBeLessThan(0.79);
    expect(picks).not.toContain("never");
  });

  test("normal and Poisson have the mean that was asked for", () => {
    const random = new Random("means");
    const mean = (make: () => number) =>
      Array.from({ length: 5_000 }, make).reduce((sum, value) => sum + value, 0) / 5_000;
    expect(mean(() => random.normal(100, 15))).toBeCloseTo(100, -0.5);
    expect(mean(() => random.poisson(1.7))).toBeCloseTo(1.7, 0.9);
  });

  test("UUIDs have the form of version 4", () => {
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const random = new Random("uuid");
    const ids = Array.from({ length: 500 }, () => random.uuid());
    expect(ids.every((id) => form.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(500);
  });
});
