import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AT,
  permission,
  policyFacts,
  principalFacts,
  target,
} from "../../../testing/access-arbitraries.ts";
import { compileAccess, nobody } from "./access.ts";
import { decide, type Target, targetOf } from "./decide.ts";
import { explain, explainerOf, remediesFor } from "./explain.ts";
import type { PolicyFacts, PrincipalFacts } from "./facts.ts";
import { compilePolicy } from "./policy.ts";

const always = { startsAt: null, endsAt: null };

function why(policy: PolicyFacts, facts: PrincipalFacts, asked: string, on: Target | null = null) {
  return explain(explainerOf(policy, facts, AT), asked, on);
}

function help(policy: PolicyFacts, facts: PrincipalFacts, asked: string) {
  return remediesFor(explainerOf(policy, facts, AT), asked);
}

describe("an explanation", () => {
  it("says what the decision is, and names what makes it so, over random policies", () => {
    const seen = { allowed: 0, denied: 0, missing: 0 };
    fc.assert(
      fc.property(policyFacts, principalFacts, permission, target, (policy, facts, asked, on) => {
        const { allowed, allows, denies, disabledModule } = why(policy, facts, asked, on);
        expect(allowed).toBe(decide(compileAccess(compilePolicy(policy), facts, AT), asked, on));
        const isDenied = denies.length > 0 || disabledModule !== null;
        expect(allowed).toBe(allows.length > 0 && !isDenied);
        seen[allowed ? "allowed" : isDenied ? "denied" : "missing"]++;
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
  });

  it("names roles that would allow it, and each does", () => {
    let named = 0;
    fc.assert(
      fc.property(policyFacts, principalFacts, permission, (policy, facts, asked) => {
        for (const { role } of help(policy, facts, asked)) {
          named++;
          const holdings = [...facts.holdings, { roleId: role.id, via: null, ...always }];
          expect(why(policy, { ...facts, holdings }, asked).allowed).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(named).toBeGreaterThan(50);
  });
});

const role = (id: string, parents: string[], entries: PolicyFacts["roles"][number]["entries"]) => ({
  id,
  name: id.toUpperCase(),
  description: "",
  parents,
  entries,
});
const says = (asked: string, effect: "allow" | "deny" = "allow") => ({
  permission: asked,
  effect,
  ownOnly: false,
});
const policy: PolicyFacts = {
  version: "1",
  roles: [
    role("clerk", ["staff"], []),
    role("staff", ["base"], []),
    role("base", [], [says("invoice.refund")]),
    role("intern", [], [says("invoice.read", "deny")]),
  ],
  productPermissions: [],
  closedTypes: [],
  ownerProperties: {},
  subjectTypes: {},
  conditions: [],
  disabledModules: [],
  sodRules: [],
};
const finance = { groupId: "g", groupName: "Finance" };
const clerk: PrincipalFacts = {
  ...nobody,
  holdings: [{ roleId: "clerk", via: finance, ...always }],
};

describe("the path", () => {
  it("leads from the group over the role that is held to the one that says it", () => {
    const { allowed, allows, denies } = why(policy, clerk, "invoice.refund");
    expect({ allowed, denies }).toEqual({ allowed: true, denies: [] });
    expect(allows).toEqual([
      {
        kind: "role",
        path: [
          { id: "clerk", name: "CLERK" },
          { id: "staff", name: "STAFF" },
          { id: "base", name: "BASE" },
        ],
        said: "invoice.refund",
        effect: "allow",
        ownOnly: false,
        via: finance,
        ...always,
      },
    ]);
  });

  it("leads to the permission that implies, and to the denial of an implied one", () => {
    const read = why(policy, clerk, "invoice.read");
    expect(read.allows).toMatchObject([{ said: "invoice.refund" }]);
    const holdings = [...clerk.holdings, { roleId: "intern", via: null, ...always }];
    const refund = why(policy, { ...clerk, holdings }, "invoice.refund");
    expect(refund).toMatchObject({
      allowed: false,
      allows: [{ said: "invoice.refund" }],
      denies: [{ said: "invoice.read", effect: "deny", path: [{ id: "intern" }] }],
    });
    expect(help(policy, { ...clerk, holdings }, "invoice.refund")).toEqual([]);
  });

  it("leads to the grant above the resource, and to a module that is off", () => {
    const ancestors = [{ type: "customer", id: "c" }];
    const on = targetOf({ type: "order", id: "7", owner: null, ancestors });
    const grants = [
      {
        id: "x",
        permission: "invoice.refund",
        effect: "allow" as const,
        resourceType: "customer",
        resourceId: "c",
        via: null,
        ...always,
      },
    ];
    const facts = { ...nobody, grants };
    expect(why(policy, facts, "invoice.refund", on)).toMatchObject({
      allowed: true,
      allows: [{ kind: "grant", grantId: "x", resourceType: "customer", resourceId: "c" }],
    });
    const off = { ...policy, disabledModules: ["module.invoices"] };
    expect(why(off, facts, "invoice.refund", on)).toMatchObject({
      allowed: false,
      disabledModule: "module.invoices",
    });
  });

  it("names the grant beside which no choice lets a role be used", () => {
    const apart = {
      id: "s",
      name: "Refunds",
      kind: "dynamic" as const,
      limit: 2,
      roles: ["clerk"],
    };
    const sodRules = [{ ...apart, permissions: ["order.cancel"] }];
    const on = { resourceType: "order", resourceId: "7", via: null, ...always };
    const grant = { id: "x", permission: "order.cancel", effect: "allow" as const, ...on };
    const facts = { ...clerk, grants: [grant] };
    expect(why({ ...policy, sodRules }, facts, "module.invoices").dormant).toMatchObject([
      { rule: { id: "s" }, grants: ["a grant on order/7"] },
    ]);
  });

  it("leads to the role that is not in use, and to the rule that keeps it so", () => {
    const apart = { id: "s", name: "Refunds", kind: "dynamic" as const, limit: 2, permissions: [] };
    const sodRules = [{ ...apart, roles: ["base", "intern"] }];
    const roles = [...policy.roles, role("other", ["intern"], [])];
    const facts = {
      ...clerk,
      holdings: [...clerk.holdings, { roleId: "other", via: null, ...always }],
    };
    expect(why({ ...policy, roles, sodRules }, facts, "module.invoices")).toMatchObject({
      allowed: false,
      allows: [],
      dormant: [
        { path: [{ id: "clerk" }, {}, {}], rule: { id: "s", name: "Refunds" }, grants: [] },
      ],
    });
  });

  it("names the smallest role that would help when there is none", () => {
    const remedies = help(policy, nobody, "invoice.read");
    expect(remedies.map((each) => each.role.id)).toEqual(["clerk", "staff", "base"]);
    expect(remedies[0]?.otherPermissions.sort()).toEqual(["invoice.refund", "module.invoices"]);
    expect(why(policy, nobody, "made.up").allowed).toBe(false);
    expect(help(policy, nobody, "made.up")).toEqual([]);
  });
});
