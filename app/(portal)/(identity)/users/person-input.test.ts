import { describe, expect, it } from "vitest";
import { attributesOf, byField } from "./person-input.ts";

const lines = (...pairs: [string, string][]) =>
  pairs.map(([name, value], key) => ({ key, name, value }));

describe("attributes", () => {
  it("are what the lines say, without empty ones", () => {
    expect(attributesOf(lines([" department ", " Finance "], ["", ""]))).toEqual({
      ok: true,
      attributes: { department: "Finance" },
    });
  });

  it("are refused when a line is half empty or said twice", () => {
    for (const wrong of [
      lines(["", "Finance"]),
      lines(["department", ""]),
      lines(["a", "1"], ["a", "2"]),
    ]) {
      expect(attributesOf(wrong)).toMatchObject({ ok: false, message: expect.any(String) });
    }
  });
});

it("has the messages about one attribute beside all of them", () => {
  expect(byField({ "attributes.x": ["No."], name: ["Short."] })).toEqual({
    attributes: ["No."],
    name: ["Short."],
  });
});
