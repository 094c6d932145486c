import { describe, expect, it } from "vitest";
import { noCondition } from "./condition-draft.ts";
import { blankType, draftOf, errorWithin, readType, withAction } from "./type-draft.ts";

const bare = { properties: [], condition: null };
const row = {
  type: "document",
  name: "Document",
  description: "",
  ownerProperty: "owner",
  builtIn: true,
  builtInAdministrators: true,
  actions: [
    {
      name: "read",
      permission: "document.read",
      sentence: "See it.",
      risk: "low" as const,
      ...bare,
    },
    {
      name: "sign",
      permission: "document.sign",
      sentence: "Sign it.",
      risk: "high" as const,
      ...bare,
    },
  ],
};

describe("a type that is being edited", () => {
  it("has only the actions that Gatehouse does not have itself", () => {
    const draft = draftOf(row);
    expect(draft.actions).toEqual([
      { key: 0, name: "sign", sentence: "Sign it.", risk: "high", ...noCondition },
    ]);
    expect(readType(draft)).toEqual({
      input: {
        type: "document",
        name: "Document",
        description: "",
        ownerProperty: null,
        builtInAdministrators: true,
        actions: [{ name: "sign", sentence: "Sign it.", risk: "high", ...bare }],
      },
      errors: {},
    });
  });

  it("is not wrong while it is empty, and says what is wrong otherwise", () => {
    expect(readType(blankType)).toEqual({ input: null, errors: {} });
    const started = { ...blankType, type: "to do", name: "To-do" };
    expect(readType(started)).toMatchObject({ input: null, errors: { type: [/letters/] } });
    const named = withAction({ ...blankType, type: "todo", name: "To-do" });
    expect(readType(named)).toEqual({ input: null, errors: {} });
    const close = { key: 0, name: "close it", sentence: "", risk: "low" as const, ...noCondition };
    expect(Object.keys(readType({ ...named, actions: [close] }).errors)).toEqual([
      "actions.0.name",
    ]);
    const twice = [close, { ...close, key: 1 }].map((each) => ({ ...each, name: "close" }));
    expect(readType({ ...named, actions: twice }).errors).toEqual({
      actions: ["Name each action once."],
    });
  });

  it("is not wrong for a line that was only just added, wherever it is", () => {
    const start = { ...blankType, type: "todo", name: "To-do" };
    expect(readType(withAction(withAction(start)))).toEqual({ input: null, errors: {} });
    const action = { key: 0, name: "delete", sentence: "", risk: "low" as const, ...noCondition };
    const property = { key: 0, name: "", source: "action", type: "boolean", fallback: "" } as const;
    const properties = [property, { ...property, key: 1 }];
    expect(readType({ ...start, actions: [{ ...action, properties }] })).toEqual({
      input: null,
      errors: {},
    });
    const purge = { ...action, key: 1, name: "purge", beside: "delete" };
    for (const comparisons of [[], [{ key: 0, property: "", operator: "is", value: "" } as const]])
      expect(readType({ ...start, actions: [action, { ...purge, comparisons }] }).errors).toEqual(
        {},
      );
  });

  it("says at which field something is wrong", () => {
    const property = {
      key: 0,
      name: "soft",
      source: "action",
      type: "boolean",
      fallback: "maybe",
    } as const;
    const action = { key: 0, name: "delete", sentence: "", risk: "low" as const, ...noCondition };
    const { errors } = readType({
      ...blankType,
      type: "todo",
      name: "To-do",
      actions: [{ ...action, properties: [property] }],
    });
    expect(Object.keys(errors)).toEqual(["actions.0.properties.0.fallback"]);
    expect(errorWithin(errors, "actions.0")).toContain("must be of the property's type");
    expect(errorWithin(errors, "actions.0.name")).toBeUndefined();
    expect(errorWithin({ "actions.10.name": ["x"] }, "actions.1")).toBeUndefined();
  });

  it("gives each line a key of its own", () => {
    const draft = withAction(withAction(draftOf(row)));
    expect(draft.actions.map(({ key }) => key)).toEqual([0, 1, 2]);
  });
});
