import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessOfRole } from "#lib/access/access";
import { decide, targetOf } from "#lib/access/decide";
import { permissionIds, permissionOf } from "#lib/access/permissions";
import { compilePolicy } from "#lib/access/policy";
import type { PermissionRow, RoleRow } from "#lib/roles/schema";
import { type Entry, originsOf, type Rule, ruleOf, withRule } from "./rules.ts";

const known: PermissionRow[] = permissionIds.map((id) => {
  const { name, sentence, category, risk, on, implies = [] } = permissionOf(id);
  return { id, name, sentence, category, risk, on: on ?? null, implies: [...implies] };
});
const few = ["document.read", "document.update", "module.documents", "invoice.read", "user.read"];
const rule = fc.constantFrom<Rule>("allow", "own", "deny");
const entries: fc.Arbitrary<Entry[]> = fc
  .array(fc.tuple(fc.constantFrom(...few), rule), { maxLength: 4 })
  .map((all) => all.reduce<Entry[]>((said, [id, each]) => withRule(said, [id], each), []));

const roleOf = (id: string, said: readonly Entry[], parents: string[]) => ({
  id,
  name: id,
  description: "",
  entries: said,
  parents,
});

describe("a rule", () => {
  it("is what was said last, and nothing when it was taken back", () => {
    const said = withRule(withRule([], ["user.read", "role.read"], "allow"), ["user.read"], "deny");
    expect(ruleOf(said, "user.read")).toBe("deny");
    expect(ruleOf(said, "role.read")).toBe("allow");
    expect(withRule(said, ["user.read", "role.read"], "none")).toEqual([]);
  });
});

describe("what a draft comes to", () => {
  it("is what the engine makes of it, over random roles and parents", () => {
    fc.assert(
      fc.property(entries, entries, (own, ofParent) => {
        const policy = compilePolicy({
          version: "1",
          roles: [roleOf("child", own, ["parent"]), roleOf("parent", ofParent, [])],
          productPermissions: [],
          ownerProperties: {},
          disabledModules: [],
        });
        const mine = { ...accessOfRole(policy, "child"), identifiers: ["me"] };
        const theirs = { ...accessOfRole(policy, "parent"), identifiers: ["me"] };
        const owned = targetOf({ type: "document", id: "d", owner: "me", ancestors: [] });
        const denied = policy.roles.get("parent")?.deny;
        const parent = {
          name: "parent",
          permissions: permissionIds.filter((id) => decide(theirs, id, owned)),
          denied: permissionIds.filter(
            (_, index) => (((denied?.[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1,
          ),
        } as unknown as RoleRow;
        const origins = originsOf(own, [parent], known);
        for (const id of few) {
          const origin = origins.get(id);
          const said = ruleOf(own, id);
          const isAllowed =
            said === "allow" ||
            said === "own" ||
            (origin?.allowedBy.length ?? 0) > 0 ||
            (origin?.comesWith.length ?? 0) > 0;
          const isDenied =
            said === "deny" ||
            (origin?.deniedBy.length ?? 0) > 0 ||
            (origin?.fallsWith.length ?? 0) > 0;
          expect([id, isAllowed && !isDenied]).toEqual([id, decide(mine, id, owned)]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
