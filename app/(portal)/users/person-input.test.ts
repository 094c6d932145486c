import { describe, expect, it } from "vitest";
import { createUserInput } from "#lib/users/schema";
import { attributesOf, byField, problemsOf } from "./person-input.ts";

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

describe("problems", () => {
  it("stand beside their fields, those of one attribute beside all", () => {
    const input = { name: "", email: "no", attributes: { "not ok": "x" } };
    const problems = problemsOf(createUserInput, input);
    expect(problems.name?.[0]).toContain("name");
    expect(problems.email?.[0]).toContain("not an e-mail address");
    expect(problems.attributes?.[0]).toContain("not ok");
    expect(problemsOf(createUserInput, { name: "A", email: "a@b.co" })).toEqual({});
    expect(byField({ "attributes.x": ["No."], name: ["Short."] })).toEqual({
      attributes: ["No."],
      name: ["Short."],
    });
  });
});
