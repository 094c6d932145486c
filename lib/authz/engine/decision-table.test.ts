import { describe, expect, it } from "vitest";
import { compileAccess, nobody } from "./access.ts";
import { decide, targetOf } from "./decide.ts";
import { hashOf, keyOf } from "./decision-table.ts";
import type { GrantFact } from "./facts.ts";
import { compilePolicy } from "./policy.ts";

const policy = compilePolicy({
  version: "1",
  roles: [],
  productPermissions: ["note.read", "note.write"],
  closedTypes: [],
  ownerProperties: {},
  subjectTypes: {},
  conditions: [],
  disabledModules: [],
  sodRules: [],
});

const grantOn = (permission: string, id: string, effect: GrantFact["effect"]): GrantFact => ({
  id,
  permission,
  effect,
  resourceType: "note",
  resourceId: id,
  startsAt: null,
  endsAt: null,
  via: null,
});
const note = (id: string) => targetOf({ type: "note", id, owner: null, ancestors: [] });

describe("a table", () => {
  it("tells keys apart that have the same hash", () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `${index}`);
    const byHash = Map.groupBy(ids, (id) => hashOf(keyOf("note", id)));
    const [one = "", other = ""] = [...byHash.values()].find(({ length }) => length > 1) ?? [];
    expect(other).not.toBe("");
    const grants = [grantOn("note.read", one, "allow"), grantOn("note.write", other, "allow")];
    const access = compileAccess(policy, { ...nobody, grants }, 0);
    expect(decide(access, "note.read", note(one))).toBe(true);
    expect(decide(access, "note.read", note(other))).toBe(false);
    expect(decide(access, "note.write", note(one))).toBe(false);
  });

  it("holds more rules than one of its characters can count", () => {
    const count = 70_000;
    const ids = Array.from({ length: count }, (_, index) => `${index}`);
    const grants = [
      ...ids.map((id) => grantOn("note.read", id, "allow")),
      grantOn("note.write", "5", "allow"),
      grantOn("note.write", "6", "deny"),
    ];
    const access = compileAccess(policy, { ...nobody, grants }, 0);
    expect(access.ruleKeys).toHaveLength(count + 2);
    expect(decide(access, "note.read", note(`${count - 1}`))).toBe(true);
    expect(decide(access, "note.read", note(`${count}`))).toBe(false);
    expect(decide(access, "note.write", note("5"))).toBe(true);
    expect(decide(access, "note.write", note("6"))).toBe(false);
    expect(decide(access, "note.write", note("7"))).toBe(false);
  });
});
