import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as any from "../../../testing/access-arbitraries.ts";
import { compileAccess } from "../../authz/engine/access.ts";
import { basisOf } from "../../authz/engine/basis.ts";
import { decide, type Target, targetOf } from "../../authz/engine/decide.ts";
import type { PolicyFacts, PrincipalFacts, RoleEntry } from "../../authz/engine/facts.ts";
import { compilePolicy, descendantsOf, type Policy } from "../../authz/engine/policy.ts";
import { hasBit } from "../../core/bits.ts";
import { propose } from "./propose.ts";
import { type DecidedUse, newDenials, placeOf } from "./replay.ts";

const questions = fc.array(fc.record({ permission: any.permission, target: any.target }), {
  maxLength: 8,
});
type Question = { permission: string; target: Target | null };

/** What is recorded of a question, and where the resource of its grant lies; null when it is denied. */
function recorded(policy: Policy, person: PrincipalFacts, { permission, target }: Question) {
  const access = compileAccess(policy, person, any.AT, "all");
  const basis = basisOf(access, permission, target);
  if (!basis) return null;
  const [type = "", id = ""] = basis.kind === "grant" ? basis.key.split("/") : [];
  const ancestors = target?.ancestors ?? [];
  const above = ancestors.slice(ancestors.findIndex((each) => each.type === type) + 1);
  const use: DecidedUse = {
    permission,
    basis: basis.kind,
    resourceType: basis.kind === "grant" ? type : "",
    resourceId: basis.kind === "grant" ? id : "",
  };
  const isItself = target?.type === type && target.id === id;
  const place = targetOf({ type, id, owner: null, ancestors: isItself ? ancestors : above });
  return { use, place };
}

function changed(facts: PolicyFacts, roleId: string, entries: readonly RoleEntry[]): PolicyFacts {
  const roles = facts.roles.map((role) => (role.id === roleId ? { ...role, entries } : role));
  return { ...facts, roles };
}

function replayed(
  policies: readonly [Policy, Policy],
  person: PrincipalFacts,
  asked: readonly Question[],
): { uses: DecidedUse[]; denied: DecidedUse[] } {
  const known = asked.flatMap((question) => recorded(policies[0], person, question) ?? []);
  const targets = new Map(
    known.filter(({ use }) => use.basis === "grant").map(({ use, place }) => [placeOf(use), place]),
  );
  const uses = known.map(({ use }) => use);
  return { uses, denied: newDenials(policies, person, uses, targets, any.AT) };
}

describe("a replay over random policies", () => {
  it("finds no new denial with what is proposed", () => {
    let smaller = 0;
    const people = fc.array(any.principalFacts, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(any.policyFacts, people, questions, (facts, persons, asked) => {
        const policy = compilePolicy(facts);
        const [role] = facts.roles;
        if (!role) return;
        const reaching = descendantsOf([role.id], facts.roles);
        const holders = persons.filter(({ holdings }) =>
          holdings.some(({ roleId }) => reaching.has(roleId)),
        );
        const used = holders.flatMap((person) => replayed([policy, policy], person, asked).uses);
        const byRole = used.filter(({ basis }) => basis !== "grant");
        const permissions = new Set(byRole.map(({ permission }) => permission));
        const entries = propose(policy.space, role.entries, permissions);
        const would = compilePolicy(changed(facts, role.id, entries));
        if (entries.length < role.entries.length && used.length > 0) smaller++;
        for (const person of holders) {
          expect(replayed([policy, would], person, asked).denied).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(smaller).toBeGreaterThan(100);
  });

  it("finds whatever the engine would deny after a change, and nothing where nothing changes", () => {
    let found = 0;
    const property = fc.property(
      any.policyFacts,
      any.policyFacts,
      any.principalFacts,
      questions,
      (facts, other, person, asked) => {
        const policy = compilePolicy(facts);
        const would = compilePolicy(changed(facts, "r0", other.roles[0]?.entries ?? []));
        const { denied } = replayed([policy, would], person, asked);
        const [is, then] = [policy, would].map((each) =>
          compileAccess(each, person, any.AT, "all"),
        );
        if (!is || !then) throw new Error("both policies compile");
        for (const { permission, target } of asked) {
          const isLost = decide(is, permission, target) && !decide(then, permission, target);
          if (!isLost) continue;
          found++;
          expect(denied.map((use) => use.permission)).toContain(permission);
        }
        expect(replayed([policy, policy], person, asked).denied).toEqual([]);
      },
    );
    fc.assert(property, { numRuns: 3_000 });
    expect(found).toBeGreaterThan(100);
  });

  it("finds every use of what alone gave it, once that is taken away", () => {
    let found = 0;
    fc.assert(
      fc.property(any.policyFacts, any.permission, (facts, permission) => {
        const holdings = [{ roleId: "r0", via: null, startsAt: null, endsAt: null }];
        const person = { identifiers: ["ada"], holdings, grants: [], exceptions: [] };
        const [role] = facts.roles;
        const alone = { ...facts, roles: role ? [{ ...role, parents: [] }] : [], sodRules: [] };
        const policy = compilePolicy(alone);
        const without = (role?.entries ?? []).filter(({ permission: said }) => {
          const index = policy.space.indexOf(permission);
          return index === undefined || !hasBit(policy.space.allowedWith(said), index);
        });
        const would = compilePolicy(changed(alone, "r0", without));
        const own = targetOf({ type: "document", id: "d1", owner: "ada", ancestors: [] });
        const { uses, denied } = replayed([policy, would], person, [{ permission, target: own }]);
        expect(denied).toEqual(uses);
        found += uses.length;
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(50);
  });
});
