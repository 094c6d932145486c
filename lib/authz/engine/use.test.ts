import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AT, policyFacts, principalFacts } from "../../../testing/access-arbitraries.ts";
import { compileAccess } from "./access.ts";
import { decide } from "./decide.ts";
import type { PolicyFacts, PrincipalFacts } from "./facts.ts";
import { compilePolicy, type Policy } from "./policy.ts";
import { compareUse } from "./use.ts";

const RUNS = { numRuns: 1_000 };
/** Nothing in a random policy begins or ends after this. */
const MOMENTS = Array.from({ length: 31 }, (_, index) => AT + index);

/** What is allowed everywhere at a moment, to a session without a choice or to one that could have all. */
function allowedAt(policy: Policy, facts: PrincipalFacts, at: number, choice: [] | "all") {
  const access = compileAccess(policy, facts, at, choice);
  return new Set(policy.space.ids.filter((id) => decide(access, id)));
}

/** The definition: lost is what could be used without a choice, is still had, and waits for one. */
function lostBetween(before: Policy, after: Policy, facts: PrincipalFacts): Set<string> {
  const lost = MOMENTS.map((at) => {
    const had = allowedAt(before, facts, at, []).difference(allowedAt(after, facts, at, []));
    return had.intersection(allowedAt(after, facts, at, "all"));
  });
  return lost.reduce((all, each) => all.union(each));
}

const named = (all: readonly { permission: string; reach: string }[]) =>
  new Set(all.filter(({ reach }) => reach === "everywhere").map(({ permission }) => permission));

describe("what a change of the rules makes somebody choose", () => {
  const without = (policy: PolicyFacts) => compilePolicy({ ...policy, sodRules: [] });

  it("is what the definition says, over random policies, when rules come and when they go", () => {
    let seen = 0;
    fc.assert(
      fc.property(policyFacts, principalFacts, (policy, facts) => {
        const [none, some] = [without(policy), compilePolicy(policy)];
        const lost = lostBetween(none, some, facts);
        if (lost.size > 0) seen++;
        const made = compareUse({ policy: none, facts }, { policy: some, facts }, AT);
        expect(named(made.lost)).toEqual(lost);
        expect(made.gained).toEqual([]);
        const gone = compareUse({ policy: some, facts }, { policy: none, facts }, AT);
        expect(gone.lost).toEqual([]);
        expect(named(gone.gained).isSupersetOf(lost)).toBe(true);
      }),
      RUNS,
    );
    // A test that only ever sees one answer would prove nothing.
    expect(seen).toBeGreaterThan(RUNS.numRuns / 100);
  });

  it("is nothing when nothing changes", () => {
    fc.assert(
      fc.property(policyFacts, principalFacts, (policy, facts) => {
        const side = { policy: compilePolicy(policy), facts };
        expect(compareUse(side, side, AT)).toEqual({ gained: [], lost: [], freedFrom: [] });
      }),
      RUNS,
    );
  });
});
