import { describe, expect, it } from "vitest";
import { blankGrant, readGrant, typesFor, withPermission } from "./grant-draft.ts";

const person = { id: "0192f3a1-7c2e-4d41-9a55-3f0c8f6b2d10", name: "Ada", email: "a@example.com" };
const choices = {
  permissions: [
    {
      value: "document.read",
      label: "See documents",
      category: "",
      types: ["document", "project"],
    },
    { value: "order.read", label: "See orders", category: "", types: ["order"] },
  ],
  types: ["organization", "project", "document", "order"].map((value) => ({ value, label: value })),
};
const full = {
  ...blankGrant,
  person,
  permission: "document.read",
  type: "document",
  id: " d-1 ",
};

describe("a grant that is being made", () => {
  it("is complete with a receiver, a permission and a resource", () => {
    expect(readGrant(full).input).toEqual({
      userId: person.id,
      permission: "document.read",
      effect: "allow",
      resourceType: "document",
      resourceId: "d-1",
      startsAt: null,
      endsAt: null,
    });
    for (const missing of [{ person: null }, { permission: "" }, { type: "" }, { id: " " }]) {
      expect(readGrant({ ...full, ...missing }).input).toBeNull();
    }
    expect(readGrant({ ...full, receiver: "group" }).input).toBeNull();
    expect(readGrant({ ...full, id: "", scope: "every" }).input).toMatchObject({
      resourceId: null,
    });
  });

  it("says that it cannot end in the past", () => {
    const ended = { startsAt: null, endsAt: "2020-01-01T00:00:00Z" };
    expect(readGrant({ ...full, ...ended })).toEqual({
      input: null,
      problem: "It must end after it begins, and in the future.",
    });
  });

  it("offers only the types on which the permission can be given, its own first", () => {
    expect(typesFor(choices, "order.read").map(({ value }) => value)).toEqual(["order"]);
    expect(typesFor(choices, "")).toHaveLength(4);
    expect(typesFor(choices, "document.read").map(({ value }) => value)).toEqual([
      "document",
      "project",
    ]);
    expect(withPermission(full, choices, "order.read").type).toBe("order");
    expect(withPermission(blankGrant, choices, "document.read").type).toBe("document");
    expect(withPermission({ ...full, type: "project" }, choices, "document.read").type).toBe(
      "project",
    );
  });
});
