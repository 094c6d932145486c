import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AT, policyFacts, principalFacts, roleIds } from "../../../testing/access-arbitraries.ts";
import { membersBy } from "../../../testing/separation-definition.ts";
import { compileAccess, nobody } from "./access.ts";
import { decide } from "./decide.ts";
import type {
  GrantFact,
  PolicyFacts,
  PrincipalFacts,
  RoleEntry,
  SodRuleFact,
  Window,
} from "./facts.ts";
import { openChoices } from "./open-choices.ts";
import { compilePolicy } from "./policy.ts";
import { requireSeparation } from "./require-separation.ts";
import { breakingRoles, type HadMember } from "./separation.ts";
import { violationsOf } from "./violations.ts";

const RUNS = { numRuns: 2_000 };
/** Nothing in a random policy begins or ends after this. */
const LAST = AT + 30;

function isOpen({ startsAt, endsAt }: Window, at: number): boolean {
  return (startsAt ?? -Infinity) <= at && at < (endsAt ?? Infinity);
}

/** What somebody has of a rule at a moment that they cannot help using: the definition. */
function boundAt(policy: PolicyFacts, rule: SodRuleFact, facts: PrincipalFacts, at: number) {
  const isExcepted = facts.exceptions.some((each) => each.ruleId === rule.id && at < each.endsAt);
  if (isExcepted) return [];
  const held = facts.holdings.filter((each) => isOpen(each, at)).map(({ roleId }) => roleId);
  const roles = rule.kind === "static" ? held : [];
  const given = facts.grants.filter((each) => isOpen(each, at));
  const members = membersBy(policy, rule, roles, given, held);
  return members.length < rule.limit ? [] : members;
}

const keysOf = (had: readonly HadMember[]) =>
  had.map(({ member }) => `${member.kind} ${member.id}`).sort();

describe("a separation of duty", () => {
  it("is broken when, and from when on, the definition says so, over random policies", () => {
    const seen = { broken: 0, later: 0, kept: 0 };
    fc.assert(
      fc.property(policyFacts, principalFacts, (policy, facts) => {
        const found = violationsOf(compilePolicy(policy), facts, AT);
        for (const rule of policy.sodRules) {
          const violation = found.find(({ ruleId }) => ruleId === rule.id);
          const moments = Array.from({ length: LAST - AT }, (_, index) => AT + index)
            .map((at) => ({ at, members: boundAt(policy, rule, facts, at) }))
            .filter(({ members }) => members.length > 0);
          const members = [...new Set(moments.flatMap((each) => each.members))].sort();
          expect(violation?.from).toBe(moments[0]?.at);
          expect(keysOf(violation?.had ?? [])).toEqual(members);
          if (!violation) seen.kept++;
          else seen[violation.from === AT ? "broken" : "later"]++;
        }
      }),
      RUNS,
    );
    // A test that only ever sees one answer would prove nothing.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS.numRuns / 100);
  });

  it("is broken by a role alone when the definition says so of whoever has nothing else", () => {
    let broken = 0;
    fc.assert(
      fc.property(policyFacts, (policy) => {
        const found = new Set(
          breakingRoles(compilePolicy(policy)).map(({ roleId, rule }) => `${rule.id} ${roleId}`),
        );
        for (const rule of policy.sodRules) {
          for (const id of roleIds) {
            const expected = membersBy(policy, rule, [id], []).length >= rule.limit;
            if (expected) broken++;
            expect(found.has(`${rule.id} ${id}`)).toBe(expected);
          }
        }
      }),
      RUNS,
    );
    expect(broken).toBeGreaterThan(RUNS.numRuns / 20);
  });

  it("leaves no session that uses roles with too much, whatever it chooses", () => {
    fc.assert(
      fc.property(policyFacts, principalFacts, fc.subarray(roleIds), (policy, facts, choice) => {
        const { inactive } = compileAccess(compilePolicy(policy), facts, AT, choice);
        const held = facts.holdings.filter((each) => isOpen(each, AT)).map(({ roleId }) => roleId);
        const used = held.filter((id) => inactive.every(({ roleId }) => roleId !== id));
        const given = facts.grants.filter((each) => isOpen(each, AT));
        for (const rule of policy.sodRules) {
          const isExcepted = facts.exceptions.some((each) => {
            return each.ruleId === rule.id && AT < each.endsAt;
          });
          if (rule.kind === "static" || isExcepted) continue;
          const members = membersBy(policy, rule, used, given, held);
          const byGrants = membersBy(policy, rule, [], given, held);
          const most = Math.max(rule.limit - 1, byGrants.length);
          expect(members.length).toBeLessThanOrEqual(most);
        }
      }),
      RUNS,
    );
  });
});

const allow = (...ids: string[]): RoleEntry[] =>
  ids.map((permission) => ({ permission, effect: "allow", ownOnly: false }));
const role = (id: string, entries: RoleEntry[], parents: string[] = []) => ({
  id,
  name: id.toUpperCase(),
  description: "",
  parents,
  entries,
});
const rule = (more: Partial<SodRuleFact> = {}): SodRuleFact => ({
  id: "s",
  name: "Refunds",
  kind: "static",
  roles: [],
  permissions: ["invoice.create", "invoice.refund"],
  limit: 2,
  ...more,
});
const clerk = role("clerk", allow("invoice.create"));
const refunder = role("refunder", allow("invoice.refund"));

function policyWith(roles: PolicyFacts["roles"], sodRules: SodRuleFact[]): PolicyFacts {
  return {
    version: "1",
    roles: [clerk, refunder, ...roles],
    productPermissions: [],
    closedTypes: [],
    ownerProperties: {},
    disabledModules: [],
    sodRules,
    subjectTypes: {},
    conditions: [],
  };
}

const always = { via: null, startsAt: null, endsAt: null };
const holding = (...ids: string[]): PrincipalFacts => ({
  ...nobody,
  holdings: ids.map((roleId) => ({ roleId, ...always })),
});
const grantOf = (permission: string): GrantFact => ({
  id: permission,
  permission,
  effect: "allow",
  resourceType: "invoice",
  resourceId: "7",
  ...always,
});

describe("a rule over permissions", () => {
  const had = (facts: PrincipalFacts, roles: PolicyFacts["roles"] = [], more = {}) =>
    violationsOf(compilePolicy(policyWith(roles, [rule(more)])), facts, AT).map((each) =>
      keysOf(each.had),
    );
  const both = [["permission invoice.create", "permission invoice.refund"]];

  it("counts a permission wherever it comes from", () => {
    expect(had(holding("clerk"))).toEqual([]);
    expect(had(holding("clerk", "refunder"))).toEqual(both);
    expect(had({ ...holding("clerk"), grants: [grantOf("invoice.refund")] })).toEqual(both);
    const own = allow("invoice.refund").map((each) => ({ ...each, ownOnly: true }));
    expect(had(holding("clerk", "own"), [role("own", own)])).toEqual(both);
    expect(had(holding("head"), [role("head", [], ["clerk", "refunder"])])).toEqual(both);
  });

  it("does not count what a role denies, until that role ends", () => {
    const denying = role("denying", [
      { permission: "invoice.refund", effect: "deny", ownOnly: false },
    ]);
    expect(had(holding("clerk", "refunder", "denying"), [denying])).toEqual([]);
    const { holdings } = holding("clerk", "refunder");
    const ending = { roleId: "denying", ...always, endsAt: AT + 5 };
    const facts = { ...nobody, holdings: [...holdings, ending] };
    const [violation] = violationsOf(compilePolicy(policyWith([denying], [rule()])), facts, AT);
    expect(violation?.from).toBe(AT + 5);
  });

  it("counts what a module that is off would give again", () => {
    const policy = { ...policyWith([], [rule()]), disabledModules: ["module.invoices"] };
    const found = violationsOf(compilePolicy(policy), holding("clerk", "refunder"), AT);
    expect(found).toHaveLength(1);
  });

  it("joins roles and permissions", () => {
    const mixed = { roles: ["clerk"], permissions: ["invoice.refund"] };
    expect(had(holding("clerk", "refunder"), [], mixed)).toEqual([
      ["permission invoice.refund", "role clerk"],
    ]);
  });
});

describe("a rule over permissions, per session", () => {
  const dynamic = rule({ kind: "dynamic" });
  const using = (facts: PrincipalFacts, choice: string[], roles: PolicyFacts["roles"] = []) => {
    const access = compileAccess(compilePolicy(policyWith(roles, [dynamic])), facts, AT, choice);
    return ["invoice.create", "invoice.refund"].filter((id) => decide(access, id));
  };

  it("has the permissions of the roles that are chosen", () => {
    const facts = holding("clerk", "refunder");
    expect(using(facts, [])).toEqual([]);
    expect(using(facts, ["clerk"])).toEqual(["invoice.create"]);
    expect(using(facts, ["refunder"])).toEqual(["invoice.refund"]);
    expect(using(facts, ["clerk", "refunder"])).toEqual([]);
  });

  it("never uses a role that gives both", () => {
    const all = role("all", allow("invoice.create", "invoice.refund"));
    expect(using(holding("all"), [], [all])).toEqual([]);
    expect(using(holding("all"), ["all"], [all])).toEqual([]);
  });

  it("counts what was given on resources beside every choice", () => {
    const facts = { ...holding("clerk"), grants: [grantOf("invoice.refund")] };
    expect(using(facts, ["clerk"])).toEqual([]);
    const access = compileAccess(compilePolicy(policyWith([], [dynamic])), facts, AT);
    expect(openChoices(access, [])).toMatchObject([
      {
        limit: 2,
        always: ["permission invoice.refund"],
        roles: [{ id: "clerk", counts: ["permission invoice.create"] }],
      },
    ]);
    const two = { ...nobody, grants: [grantOf("invoice.create"), grantOf("invoice.refund")] };
    expect(violationsOf(compilePolicy(policyWith([], [dynamic])), two, AT)).toHaveLength(1);
    expect(
      violationsOf(compilePolicy(policyWith([], [dynamic])), holding("clerk", "refunder"), AT),
    ).toEqual([]);
  });
});

describe("a change", () => {
  const stateOf = (facts: PolicyFacts) => ({ policy: compilePolicy(facts), people: new Map() });
  const change = (before: PolicyFacts, after: PolicyFacts) => () =>
    requireSeparation(stateOf(before), stateOf(after));
  const all = role("all", allow("invoice.create", "invoice.refund"));

  it("makes no role that holds by itself what a rule keeps apart", () => {
    const before = policyWith([], [rule()]);
    expect(change(before, policyWith([all], [rule()]))).toThrow(
      "ALL would hold Create invoices and Refund invoices by itself, which the separation of duty “Refunds” keeps apart, so nobody could have it.",
    );
    const heir = role("heir", [], ["clerk", "refunder"]);
    expect(change(before, policyWith([heir], [rule()]))).toThrow("HEIR would hold");
    const mixed = rule({ roles: ["clerk"], permissions: ["invoice.refund"] });
    const partly = role("partly", allow("invoice.refund"), ["clerk"]);
    expect(change(policyWith([], [mixed]), policyWith([partly], [mixed]))).toThrow(
      "PARTLY would hold CLERK and Refund invoices by itself",
    );
  });

  it("makes a rule that a role breaks already, unless the role could never be used", () => {
    const before = policyWith([all], []);
    expect(change(before, policyWith([all], [rule()]))).not.toThrow();
    const dynamic = policyWith([all], [rule({ kind: "dynamic" })]);
    expect(change(before, dynamic)).toThrow(/nobody could use it/);
    expect(change(policyWith([all], [rule()]), dynamic)).toThrow(/nobody could use it/);
    // What is so already can be repaired, step by step.
    const renamed = { ...all, name: "Everything" };
    expect(change(policyWith([all], [rule()]), policyWith([renamed], [rule()]))).not.toThrow();
  });
});
