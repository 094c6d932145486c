import { describe, expect, it } from "vitest";
import {
  comparisonsWords,
  conditionDraftOf,
  conditionSentence,
  noCondition,
  readCondition,
} from "./condition-draft.ts";

const erase = {
  name: "delete",
  ...conditionDraftOf({
    properties: [
      { name: "soft", source: "action", type: "boolean", fallback: null },
      { name: "copies", source: "resource", type: "number", fallback: 1 },
    ],
    condition: null,
  }),
};
const condition = {
  action: "delete",
  all: [
    { property: "soft", operator: "is" as const, value: false },
    { property: "copies", operator: "at_least" as const, value: 2 },
  ],
};
const purge = { name: "purge", ...conditionDraftOf({ properties: [], condition }) };

describe("a condition that is edited", () => {
  it("is what it was when nothing is changed, each value in the type of its property", () => {
    expect(readCondition(purge, [erase, purge])).toEqual({ properties: [], condition });
    expect(readCondition(erase, [erase, purge])).toEqual({
      properties: [
        { name: "soft", source: "action", type: "boolean", fallback: null },
        { name: "copies", source: "resource", type: "number", fallback: 1 },
      ],
      condition: null,
    });
    expect(readCondition(noCondition, [])).toEqual({ properties: [], condition: null });
  });

  it("leaves a value that is not of the type as it was typed, for the server to refuse", () => {
    const odd = {
      ...purge,
      comparisons: purge.comparisons.map((each) => ({ ...each, value: " maybe " })),
    };
    const values = readCondition(odd, [erase, odd]).condition?.all.map(({ value }) => value);
    expect(values).toEqual(["maybe", "maybe"]);
  });

  it("is said in words", () => {
    expect(conditionSentence("purge", condition)).toBe(
      "purge is required in addition to delete when soft is false and copies is at least 2.",
    );
    const unfinished = [...condition.all, { property: "", operator: "is" as const, value: "" }];
    expect(comparisonsWords(unfinished)).toBe("soft is false and copies is at least 2");
  });
});
