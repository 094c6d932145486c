import { describe, expect, test } from "vitest";
import { differenceOf } from "./difference.ts";

const names = new Map([["r1", "Auditor"]]);
const difference = (before: unknown, after: unknown) => differenceOf(before, after, names);

describe("differenceOf", () => {
  test("says only what differs, each as one line", () => {
    const role = { name: "Helper", description: "", entries: [], parents: [] };
    expect(difference(role, { ...role, name: "Helpers", parents: ["r1"] })).toEqual([
      { label: "Name", before: { text: "Helper" }, after: { text: "Helpers" } },
      { label: "Inherits from", before: null, after: { text: "Auditor" } },
    ]);
    expect(difference(role, role)).toEqual([]);
  });

  test("has a line for each permission, in words", () => {
    const before = { entries: [{ permission: "audit.read", effect: "allow", ownOnly: false }] };
    const after = {
      entries: [
        { permission: "audit.read", effect: "deny", ownOnly: false },
        { permission: "todo.close", effect: "allow", ownOnly: true },
      ],
    };
    const lines = difference(before, after);
    expect(lines.map(({ before: was, after: is }) => [was, is])).toEqual([
      [{ text: "allowed" }, { text: "denied" }],
      [null, { text: "allowed, only what they own" }],
    ]);
    expect(lines[1]?.label).toBe("todo.close");
  });

  test("tells times as moments, and their absence in words", () => {
    const at = "2026-11-23T09:00:00.000Z";
    expect(difference({ startsAt: null, endsAt: null }, { startsAt: null, endsAt: at })).toEqual([
      { label: "Until", before: { text: "for good" }, after: { at } },
    ]);
    expect(difference(null, { startsAt: at, endsAt: null })).toEqual([
      { label: "From", before: null, after: { at } },
      { label: "Until", before: null, after: { text: "for good" } },
    ]);
  });

  test("reads rules, attributes, grants and types", () => {
    const rule = [{ attribute: "team", operator: "is", values: ["blue", "red"] }];
    expect(difference({ rule: null }, { rule })).toEqual([
      { label: "Rule", before: { text: "none, by hand" }, after: { text: "team is blue or red" } },
    ]);
    expect(difference({ attributes: { team: "blue" } }, { attributes: {} })).toEqual([
      { label: "team", before: { text: "blue" }, after: null },
    ]);
    const grant = { permission: "document.read", resourceType: "document", resourceId: null };
    expect(difference(grant, null).map(({ before }) => before)).toContainEqual({
      text: "every one",
    });
    const type = { type: { name: "To-do" }, actions: [{ name: "close" }, { name: "open" }] };
    expect(difference({ type: null, actions: [] }, type)).toEqual([
      { label: "Name", before: null, after: { text: "To-do" } },
      { label: "Actions", before: null, after: { text: "close, open" } },
    ]);
  });

  test("takes whatever an event may hold", () => {
    for (const odd of [undefined, null, 7, "text", [], [1], { deep: { er: [{}] } }]) {
      expect(Array.isArray(difference(odd, { rule: 5, entries: [null], startsAt: "never" }))).toBe(
        true,
      );
    }
  });
});
