import { describe, expect, it } from "vitest";
import { packRoles, unpackRoles } from "./packed-roles.ts";
import type { RoleRow } from "./schema.ts";

const editor: RoleRow = {
  id: "editor",
  name: "Editor",
  description: "Whoever writes",
  builtIn: false,
  parents: [{ id: "reader", name: "Reader" }],
  entries: [
    { permission: "doc.delete", effect: "deny", ownOnly: false },
    { permission: "doc.gone", effect: "allow", ownOnly: false },
    { permission: "doc.read", effect: "allow", ownOnly: false },
    { permission: "doc.update", effect: "allow", ownOnly: true },
  ],
  permissions: ["doc.list", "doc.read", "doc.update"],
  ownOnly: ["doc.update"],
  denied: ["doc.delete", "doc.purge"],
  risk: "high",
  givenPeopleCount: 3,
  givenGroupCount: 1,
  updatedAt: "2026-11-23T00:00:00.000Z",
};
const empty: RoleRow = {
  ...editor,
  id: "empty",
  entries: [],
  permissions: [],
  ownOnly: [],
  denied: [],
};

describe("packed roles", () => {
  it("come back as they were, also out of JSON", () => {
    const rows = [editor, empty];
    expect(unpackRoles(JSON.parse(JSON.stringify(packRoles(rows))))).toEqual(rows);
  });

  it("name each permission once", () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...editor, id: `editor${index}` }));
    expect(JSON.stringify(packRoles(many)).split("doc.list")).toHaveLength(2);
  });
});
