import { describe, expect, it } from "vitest";
import { changesAccess, type Draft, differenceOf, isChanged, rebase } from "./draft.ts";
import { type Entry, withRule } from "./rules.ts";

const allow = (...permissions: string[]): Entry[] => withRule([], permissions, "allow");

const saved: Draft = {
  name: "Support",
  description: "Helps people.",
  entries: allow("user.read", "role.read"),
  parents: ["user"],
};

describe("differenceOf", () => {
  it("finds nothing in a draft that only has more space, or another order", () => {
    const entries = saved.entries.toReversed();
    const draft: Draft = { ...saved, name: " Support ", entries };
    expect(isChanged(differenceOf(saved, draft))).toBe(false);
  });

  it("tells what is said otherwise, and what is inherited", () => {
    const entries = withRule(allow("role.read"), ["audit.read"], "deny");
    expect(differenceOf(saved, { ...saved, entries, parents: ["manager"] })).toEqual({
      isRenamed: false,
      isDescribed: false,
      rules: [
        { permission: "user.read", before: "allow", after: "none" },
        { permission: "audit.read", before: "none", after: "deny" },
      ],
      addedParents: ["manager"],
      removedParents: ["user"],
    });
  });

  it("tells words from access", () => {
    const renamed = differenceOf(saved, { ...saved, name: "Help" });
    expect([isChanged(renamed), changesAccess(renamed)]).toEqual([true, false]);
    const own = withRule(saved.entries, ["user.read"], "own");
    expect(changesAccess(differenceOf(saved, { ...saved, entries: own }))).toBe(true);
  });
});

describe("rebase", () => {
  const theirs: Draft = {
    name: "Support team",
    description: "Helps everybody.",
    entries: allow("role.read", "session.read"),
    parents: ["user", "manager"],
  };

  it("takes the other person's changes where we made none", () => {
    expect(rebase(saved, theirs, saved)).toEqual(theirs);
  });

  it("keeps ours where we made one", () => {
    const draft: Draft = {
      ...saved,
      name: "Help desk",
      entries: withRule(allow("user.read"), ["audit.read"], "deny"),
      parents: [],
    };
    expect(rebase(saved, theirs, draft)).toEqual({
      name: "Help desk",
      description: "Helps everybody.",
      entries: withRule(allow("session.read"), ["audit.read"], "deny"),
      parents: ["manager"],
    });
  });

  it("leaves no change when both did the same", () => {
    expect(isChanged(differenceOf(theirs, rebase(saved, theirs, theirs)))).toBe(false);
  });
});
