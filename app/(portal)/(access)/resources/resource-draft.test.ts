import { describe, expect, it } from "vitest";
import { blankResource, draftOf, parentOptions, readResource } from "./resource-draft.ts";

const row = {
  type: "document",
  id: "d-1",
  name: "Plan",
  owner: null,
  parent: { type: "project", id: "p-1" },
  createdAt: "2026-11-23T09:00:00.000Z",
};

describe("a resource that is being edited", () => {
  it("is what was registered while nothing is changed", () => {
    const { createdAt: _, ...input } = row;
    expect(readResource(draftOf(row))).toEqual({ input, errors: {} });
  });

  it("is complete with a type and an id, and half of a parent is none", () => {
    expect(readResource(blankResource).input).toBeNull();
    expect(readResource({ ...blankResource, type: "document", id: " d " }).input).toMatchObject({
      id: "d",
      owner: null,
      parent: null,
    });
    const half = { ...draftOf(row), parentType: "" };
    expect(readResource(half)).toEqual({
      input: null,
      errors: { parent: ["Choose the type of what it lies under."] },
    });
    expect(readResource({ ...draftOf(row), parentId: "" }).input).toBeNull();
  });

  it("can lie only under what its type can lie under", () => {
    const types = [
      { value: "project", label: "Project", parents: ["workspace"] },
      { value: "document", label: "Document", parents: ["project"] },
      { value: "organization", label: "Organization", parents: [] },
      { value: "todo", label: "To-do", parents: null },
    ];
    const of = (type: string) => parentOptions(types, type).map(({ value }) => value);
    expect(of("document")).toEqual(["project"]);
    expect(of("organization")).toEqual([]);
    expect(of("todo")).toHaveLength(4);
  });
});
