import { expect, it } from "vitest";
import { queryNumber } from "./query-number.ts";

const limit = queryNumber(1, 200).default(50);

it.each([
  ["1", 1],
  ["200", 200],
  ["007", 7],
  [20, 20],
  [undefined, 50],
])("takes %j", (said, number) => {
  expect(limit.parse(said)).toBe(number);
});

it.each([
  "0x10",
  "1e2",
  " 5",
  "5 ",
  "+5",
  "-5",
  "5.0",
  "5.",
  "",
  "٥",
  "５",
  "0b1",
  "1_0",
  "Infinity",
])("takes no %j", (said) => {
  expect(limit.safeParse(said).error?.issues).toMatchObject([
    { message: "Use a whole number in decimal digits." },
  ]);
});

it("says the limits", () => {
  expect(limit.safeParse("0").success).toBe(false);
  expect(limit.safeParse("201").success).toBe(false);
  expect(limit.safeParse("9".repeat(400)).success).toBe(false);
  expect(limit.safeParse(["1", "2"]).success).toBe(false);
});
