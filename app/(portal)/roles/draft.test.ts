import { describe, expect, it } from "vitest";
import { type Draft, differenceOf, isChanged, rebase, riskyOf } from "./draft.ts";

const saved: Draft = {
  name: "Support",
  description: "Helps people.",
  permissions: ["user.read", "role.read"],
};

describe("differenceOf", () => {
  it("finds nothing in a draft that only has more space, or another order", () => {
    const draft: Draft = { ...saved, name: " Support ", permissions: ["role.read", "user.read"] };
    expect(isChanged(differenceOf(saved, draft))).toBe(false);
  });

  it("tells what is added and what is removed", () => {
    const draft: Draft = { ...saved, permissions: ["role.read", "audit.read"] };
    expect(differenceOf(saved, draft)).toEqual({
      isRenamed: false,
      isDescribed: false,
      added: ["audit.read"],
      removed: ["user.read"],
    });
  });
});

describe("rebase", () => {
  const theirs: Draft = {
    name: "Support team",
    description: "Helps everybody.",
    permissions: ["role.read", "session.read"],
  };

  it("takes the other person's changes where we made none", () => {
    expect(rebase(saved, theirs, saved)).toEqual(theirs);
  });

  it("keeps ours where we made one", () => {
    const draft: Draft = { ...saved, name: "Help desk", permissions: ["user.read", "audit.read"] };
    expect(rebase(saved, theirs, draft)).toEqual({
      name: "Help desk",
      description: "Helps everybody.",
      permissions: ["session.read", "audit.read"],
    });
  });

  it("leaves no change when both did the same", () => {
    expect(isChanged(differenceOf(theirs, rebase(saved, theirs, theirs)))).toBe(false);
  });
});

it("picks out the permissions of high and critical risk", () => {
  expect(riskyOf(["role.read", "audit.read", "role.create", "role.assign"])).toEqual([
    "role.create",
    "role.assign",
  ]);
});
