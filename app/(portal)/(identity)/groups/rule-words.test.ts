import { describe, expect, it } from "vitest";
import { conditionWords, ruleWords } from "./rule-words.ts";

describe("a rule in words", () => {
  it("reads like a sentence", () => {
    expect(
      ruleWords([
        { attribute: "department", operator: "is", values: ["finance", "sales"] },
        { attribute: "cost_center", operator: "is_not", values: ["7"] },
        { attribute: "email", operator: "ends_with", values: ["@acme.example"] },
      ]),
    ).toBe(
      "Everybody whose department is “finance” or “sales”, whose cost center is not “7”, and whose e-mail address ends with “@acme.example”",
    );
  });

  it("counts what would be too long to read", () => {
    const values = ["a", "b", "c", "d", "e", "f", "g"];
    expect(conditionWords({ attribute: "team", operator: "is", values })).toBe(
      "team is “a”, “b”, “c”, “d”, “e”, or 2 more",
    );
  });
});
