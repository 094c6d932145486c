import { expect, test } from "vitest";
import { harbor } from "../plans/harbor.ts";
import { northwind } from "../plans/northwind.ts";
import { rhythmAt } from "./rhythm.ts";

const at = (time: string) => Date.parse(time);

test("a company in one place is busy by day, there, and idle at night", () => {
  // One o'clock in Halifax.
  expect(rhythmAt(harbor, at("2026-06-10T16:00:00Z"))).toBeGreaterThan(0.95);
  expect(rhythmAt(harbor, at("2026-06-10T05:00:00Z"))).toBeCloseTo(0);
  expect(rhythmAt(harbor, at("2026-06-10T23:59:59Z"))).toBeCloseTo(0);
});

test("weekends and holidays are quiet", () => {
  expect(rhythmAt(harbor, at("2026-06-13T16:00:00Z"))).toBeLessThan(0.1);
  expect(rhythmAt(harbor, at("2026-07-01T16:00:00Z"))).toBeLessThan(0.1);
});

test("a company around the world is never as busy, nor as idle", () => {
  const day = Array.from({ length: 24 }, (_, hour) =>
    rhythmAt(northwind, at("2026-06-10T00:00:00Z") + hour * 3_600_000),
  );
  expect(Math.max(...day)).toBeLessThan(0.95);
  expect(day.filter((busy) => busy === 0).length).toBeLessThan(4);
  // Early afternoon in Singapore, on a Sunday and on a Thursday.
  expect(rhythmAt(northwind, at("2026-06-14T05:00:00Z"))).toBeLessThan(
    rhythmAt(northwind, at("2026-06-11T05:00:00Z")),
  );
});
