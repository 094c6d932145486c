import { describe, expect, it } from "vitest";
import {
  blankDraft,
  draftOf,
  readDraft,
  readRule,
  withCondition,
  withTyped,
} from "./group-draft.ts";

const [blank] = blankDraft.conditions;
if (!blank) throw new Error("the blank draft has a line");
const finance = { ...blank, attribute: "department", values: ["finance"] };

describe("a group's draft", () => {
  it("says what it asks for, with what is typed but not added yet", () => {
    const conditions = [{ ...finance, attribute: " Department ", typed: " sales " }];
    const draft = { ...blankDraft, name: " Money ", kind: "rule" as const, conditions };
    expect(readDraft(draft)).toEqual({
      input: {
        name: "Money",
        description: "",
        rule: [{ attribute: "department", operator: "is", values: ["finance", "sales"] }],
      },
      problems: {},
      problemKey: null,
    });
    expect(readDraft({ ...draft, kind: "hand" }).input.rule).toBeNull();
  });

  it("comes back from what was stored", () => {
    const rule = [{ attribute: "email", operator: "ends_with" as const, values: ["@a.example"] }];
    const group = {
      id: "g",
      name: "A",
      description: "B",
      memberCount: 0,
      roles: [],
      updatedAt: "",
    };
    expect(readDraft(draftOf({ ...group, rule })).input).toEqual({
      name: "A",
      description: "B",
      rule,
    });
    expect(readDraft(draftOf({ ...group, rule: null })).input.rule).toBeNull();
  });

  it("says what is missing, and where", () => {
    expect(readDraft(blankDraft).problems.name?.[0]).toMatch(/name/);
    const lines = withCondition([finance]);
    expect(lines.map(({ key }) => key)).toEqual([0, 1]);
    expect(readRule(lines)).toMatchObject({ ok: false, key: 1, isBlank: true });
    const second = { ...blank, key: 1, attribute: "city" };
    expect(readRule([finance, second])).toMatchObject({
      key: 1,
      isBlank: false,
      message: "Give at least one value.",
    });
    expect(readRule([{ ...finance, attribute: "cost center" }])).toMatchObject({
      ok: false,
      key: 0,
    });
  });

  it("has each value once, in any case", () => {
    expect(withTyped(finance, "FINANCE ").values).toEqual(["finance"]);
    expect(withTyped(finance, "  ").values).toEqual(["finance"]);
    expect(withTyped(finance, "legal")).toMatchObject({ values: ["finance", "legal"], typed: "" });
  });
});
