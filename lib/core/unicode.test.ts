import { expect, it } from "vitest";
import { composed, withoutExcessMarks } from "./unicode.ts";

const marks = (count: number) => `a${"\u0300\u0316".repeat(count / 2)}`;

it("composes what languages write, and leaves alone what none does", () => {
  expect(composed("Zoe\u0308")).toBe("Zoë");
  expect(composed(marks(32))).toBe(marks(32));
});

it("keeps thirty marks of a letter", () => {
  expect(withoutExcessMarks(marks(30))).toBe(marks(30));
  expect(withoutExcessMarks(`${marks(60_000)}b`)).toBe(`${marks(30)}b`);
});
