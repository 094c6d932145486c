import { expect, it } from "vitest";
import { durationsUpTo, durationWords } from "./duration.ts";

it.each([
  [1, "1 minute"],
  [45, "45 minutes"],
  [60, "1 hour"],
  [90, "1 hour 30 minutes"],
  [1440, "1 day"],
  [2 * 1440 + 61, "2 days 1 hour 1 minute"],
])("says %d minutes as %s", (minutes, words) => {
  expect(durationWords(minutes)).toBe(words);
});

it("offers nothing longer than the longest, and the longest itself", () => {
  expect(durationsUpTo(60)).toEqual([15, 30, 60]);
  expect(durationsUpTo(50)).toEqual([15, 30, 50]);
  expect(durationsUpTo(5)).toEqual([5]);
});
