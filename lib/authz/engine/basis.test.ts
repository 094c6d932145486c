import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AT,
  permission,
  policyFacts,
  principalFacts,
  target,
} from "../../../testing/access-arbitraries.ts";
import { compileAccess } from "./access.ts";
import { basisOf } from "./basis.ts";
import { decide } from "./decide.ts";
import { compilePolicy } from "./policy.ts";

describe("what allowed something", () => {
  it("is there exactly when it was allowed, and allows it without anything else", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(policyFacts, principalFacts, permission, target, (policy, facts, asked, on) => {
        const compiled = compilePolicy(policy);
        const access = compileAccess(compiled, facts, AT);
        const basis = basisOf(access, asked, on);
        expect(basis !== null).toBe(decide(access, asked, on));
        if (basis === null) return;
        seen.add(basis.kind);
        const without = compileAccess(compiled, { ...facts, grants: [] }, AT);
        if (basis.kind === "everywhere") expect(decide(without, asked)).toBe(true);
        if (basis.kind === "own") {
          expect([decide(without, asked, on), decide(without, asked)]).toEqual([true, false]);
        }
        if (basis.kind === "grant") {
          expect(decide(without, asked, on)).toBe(false);
          expect(on?.keys).toContain(basis.key);
        }
      }),
      { numRuns: 3_000 },
    );
    expect([...seen].sort()).toEqual(["everywhere", "grant", "own"]);
  });
});
