import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AT, policyFacts, principalFacts } from "../../../testing/access-arbitraries.ts";
import { compileAccess, nobody } from "./access.ts";
import { compareAccess, type Reaching, reaches } from "./blast-radius.ts";
import type { GrantFact, PrincipalFacts, RoleEntry } from "./facts.ts";
import { compilePolicy } from "./policy.ts";

const always = { via: null, startsAt: null, endsAt: null };

function accessWith(entries: RoleEntry[], grants: GrantFact[] = []) {
  const policy = compilePolicy({
    version: "1",
    roles: [{ id: "r", name: "", description: "", parents: [], entries }],
    productPermissions: ["todo.close"],
    closedTypes: [],
    ownerProperties: {},
    subjectTypes: {},
    conditions: [],
    disabledModules: [],
    sodRules: [],
  });
  const holdings = [{ roleId: "r", ...always }];
  return compileAccess(policy, { ...nobody, holdings, grants }, AT);
}

const says = (ownOnly: boolean): RoleEntry => ({
  permission: "todo.close",
  effect: "allow",
  ownOnly,
});
const on = (effect: "allow" | "deny"): GrantFact => ({
  id: "g",
  permission: "todo.close",
  effect,
  resourceType: "todo",
  resourceId: "7",
  ...always,
});
const reaching = (reach: Reaching["reach"]): Reaching => ({ permission: "todo.close", reach });

describe("what a change gives and takes", () => {
  it("is the wider reach alone, when a narrower one becomes part of it", () => {
    const [own, everywhere] = [accessWith([says(true)]), accessWith([says(false)])];
    expect(compareAccess(own, everywhere)).toEqual({ gained: [reaching("everywhere")], lost: [] });
    expect(compareAccess(everywhere, own)).toEqual({ gained: [], lost: [reaching("everywhere")] });
    expect(compareAccess(accessWith([], [on("allow")]), everywhere)).toEqual({
      gained: [reaching("everywhere")],
      lost: [],
    });
  });

  it("is a loss on a resource where a denial begins, and a gain where it ends", () => {
    const [free, denied] = [accessWith([says(false)]), accessWith([says(false)], [on("deny")])];
    const there = [reaching("on todo/7")];
    expect(compareAccess(free, denied)).toEqual({ gained: [], lost: there });
    expect(compareAccess(denied, free)).toEqual({ gained: there, lost: [] });
    // Where nothing was allowed a denial takes nothing away.
    const nothing = { gained: [], lost: [] };
    expect(compareAccess(accessWith([]), accessWith([], [on("deny")]))).toEqual(nothing);
  });

  it("is all somebody has for whoever comes, and for whoever goes", () => {
    const access = accessWith([says(false)]);
    expect(compareAccess(null, access).gained).toEqual([reaching("everywhere")]);
    expect(compareAccess(access, null).lost).toEqual([reaching("everywhere")]);
  });

  it("mirrors itself, and what is gained is had, over random policies", () => {
    const two = fc.tuple(principalFacts, principalFacts);
    let gains = 0;
    fc.assert(
      fc.property(policyFacts, two, (facts, [one, other]: [PrincipalFacts, PrincipalFacts]) => {
        const policy = compilePolicy(facts);
        const [before, after] = [one, other].map((each) => compileAccess(policy, each, AT));
        if (!before || !after) return;
        const forth = compareAccess(before, after);
        const back = compareAccess(after, before);
        expect([forth.gained, forth.lost]).toEqual([back.lost, back.gained]);
        for (const each of forth.gained.filter(({ reach }) => !reach.startsWith("on "))) {
          gains++;
          expect(reaches(after, each)).toBe(true);
          expect(reaches(before, each)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
    expect(gains).toBeGreaterThan(50);
  });

  it("is the same when a product has registered a permission meanwhile", () => {
    const two = fc.tuple(principalFacts, principalFacts);
    fc.assert(
      fc.property(policyFacts, two, (facts, [one, other]: [PrincipalFacts, PrincipalFacts]) => {
        const policy = compilePolicy(facts);
        const productPermissions = ["aa.first", ...facts.productPermissions];
        const later = compilePolicy({ ...facts, productPermissions });
        const before = compileAccess(policy, one, AT);
        const sorted = ({ gained, lost }: ReturnType<typeof compareAccess>) =>
          [gained, lost].map((all) => all.map((each) => JSON.stringify(each)).sort());
        expect(sorted(compareAccess(before, compileAccess(later, other, AT)))).toEqual(
          sorted(compareAccess(before, compileAccess(policy, other, AT))),
        );
      }),
      { numRuns: 500 },
    );
  });
});
