import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inProject } from "../../../local/project.ts";
import {
  AT,
  permission,
  policyFacts,
  principalFacts,
  roleIds,
  target,
} from "../../../testing/access-arbitraries.ts";
import { entriesOf, exists, implied, membersBy } from "../../../testing/separation-definition.ts";
import { compileAccess, nobody } from "./access.ts";
import { decide, type Target } from "./decide.ts";
import type { GrantFact, PolicyFacts, PrincipalFacts } from "./facts.ts";
import { compilePolicy } from "./policy.ts";

/** What decisions mean, said once more without bits, compiling or short cuts. */
function evaluate(
  policy: PolicyFacts,
  { identifiers, holdings, grants, exceptions }: PrincipalFacts,
  asked: string,
  on: Target | null,
  choice: readonly string[],
): boolean {
  if (!exists(policy, asked)) return false;
  const gives = (id: string) => exists(policy, id) && implied(id).includes(asked);
  const takes = (id: string) => exists(policy, id) && implied(asked).includes(id);
  const open = (each: { startsAt: number | null; endsAt: number | null }) =>
    (each.startsAt ?? -Infinity) <= AT && AT < (each.endsAt ?? Infinity);
  const held = holdings.filter(open).map(({ roleId }) => roleId);
  const given = grants.filter(open);
  const unused = policy.sodRules.flatMap((rule) => {
    const members = (ids: string[], beside = given) => membersBy(policy, rule, ids, beside, held);
    const apart = (ids: string[]) => members(ids).length >= rule.limit;
    const isExcepted = exceptions.some((each) => each.ruleId === rule.id && AT < each.endsAt);
    if (rule.kind === "static" || isExcepted || !apart(held)) return [];
    const bound = held.filter((id) => members([id], []).length > 0);
    const chosen = bound.filter((id) => choice.includes(id));
    return bound.filter((id) => apart(chosen) || !chosen.includes(id));
  });
  const said = held.flatMap((id) =>
    entriesOf(policy, id).filter(({ effect }) => effect === "deny" || !unused.includes(id)),
  );
  const levels = on ? [on, ...on.ancestors] : [];
  const reaching = given.filter(({ resourceType, resourceId }) =>
    levels.some(
      ({ type, id }) => type === resourceType && (resourceId === null || resourceId === id),
    ),
  );
  const isOwner = on?.owner ? identifiers.includes(on.owner.toLowerCase()) : false;
  const denied =
    policy.disabledModules.some(takes) ||
    [...said, ...reaching].some((each) => each.effect === "deny" && takes(each.permission));
  const allowed =
    said.some(
      (each) => each.effect === "allow" && gives(each.permission) && (!each.ownOnly || isOwner),
    ) || reaching.some((each) => each.effect === "allow" && gives(each.permission));
  return allowed && !denied;
}

const decideOn = (
  policy: PolicyFacts,
  facts: PrincipalFacts,
  asked: string,
  on: Target | null = null,
  choice: readonly string[] = [],
) => decide(compileAccess(compilePolicy(policy), facts, AT, choice), asked, on);

const RUNS = { numRuns: 2_000 };

describe("a decision", () => {
  it("is the one that the rules say, over random policies", () => {
    let allowed = 0;
    let denied = 0;
    fc.assert(
      fc.property(
        policyFacts,
        principalFacts,
        permission,
        target,
        fc.subarray(roleIds),
        (policy, facts, asked, on, choice) => {
          const expected = evaluate(policy, facts, asked, on, choice);
          if (expected) allowed++;
          else denied++;
          expect(decideOn(policy, facts, asked, on, choice)).toBe(expected);
        },
      ),
      RUNS,
    );
    // A test that only ever sees one answer would prove nothing.
    expect(Math.min(allowed, denied)).toBeGreaterThan(RUNS.numRuns / 20);
  });

  it("only ever gains by one more parent that denies nothing: inheritance is monotone", () => {
    fc.assert(
      fc.property(policyFacts, principalFacts, permission, target, (drawn, facts, asked, on) => {
        // A role that comes to hold too much of a separation of duty cannot be used; changes refuse that.
        const policy = { ...drawn, sodRules: [] };
        const parent = { id: "p", name: "", description: "", parents: [], entries: [] };
        const allows = [
          { permission: "document.update", effect: "allow" as const, ownOnly: false },
        ];
        const [first, ...rest] = policy.roles;
        if (!first) return;
        const more = {
          ...policy,
          roles: [
            { ...first, parents: [...first.parents, "p"] },
            ...rest,
            { ...parent, entries: allows },
          ],
        };
        if (decideOn(policy, facts, asked, on)) expect(decideOn(more, facts, asked, on)).toBe(true);
      }),
      RUNS,
    );
  });

  it("is no wherever one more denial is said, however much is allowed: denial wins", () => {
    fc.assert(
      fc.property(
        policyFacts,
        principalFacts,
        permission,
        target,
        fc.constantFrom(...roleIds),
        (policy, facts, asked, on, roleId) => {
          const always = { startsAt: null, endsAt: null };
          const denial = { permission: asked, effect: "deny" as const, ownOnly: false };
          const roles = policy.roles.map((role) =>
            role.id === roleId ? { ...role, entries: [...role.entries, denial] } : role,
          );
          const holdings = [...facts.holdings, { roleId, via: null, ...always }];
          expect(decideOn({ ...policy, roles }, { ...facts, holdings }, asked, on)).toBe(false);
          if (!on) return;
          const { type: resourceType, id: resourceId } = on.ancestors[0] ?? on;
          const grant: GrantFact = {
            id: "d",
            ...denial,
            resourceType,
            resourceId,
            via: null,
            ...always,
          };
          const grants = [...facts.grants, grant];
          expect(decideOn(policy, { ...facts, grants }, asked, on)).toBe(false);
        },
      ),
      RUNS,
    );
  });

  it("stays true until the moment it says, and is made anew from then on", () => {
    fc.assert(
      fc.property(policyFacts, principalFacts, permission, target, (policy, facts, asked, on) => {
        const compiled = compilePolicy(policy);
        const access = compileAccess(compiled, facts, AT);
        expect(access.validUntil).toBeGreaterThan(AT);
        const last = Math.min(access.validUntil, AT + 1_000) - 1;
        const later = compileAccess(compiled, facts, last);
        expect(decide(later, asked, on)).toBe(decide(access, asked, on));
      }),
      RUNS,
    );
  });
});

describe("what is unknown", () => {
  const policy: PolicyFacts = {
    version: "1",
    roles: [{ id: "tenant_admin", name: "", description: "", parents: [], entries: [] }],
    productPermissions: ["todo.close"],
    closedTypes: [],
    ownerProperties: {},
    subjectTypes: {},
    conditions: [],
    disabledModules: [],
    sodRules: [],
  };
  const admin: PrincipalFacts = {
    ...nobody,
    holdings: [{ roleId: "tenant_admin", via: null, startsAt: null, endsAt: null }],
  };

  it("is denied: permissions, roles and names that are none", () => {
    expect(decideOn(policy, admin, "todo.close")).toBe(true);
    for (const asked of ["", "todo.open", "__proto__", "constructor", "toString", "*", "user.*"]) {
      expect([asked, decideOn(policy, admin, asked)]).toEqual([asked, false]);
    }
    const holding = { roleId: "gone", via: null, startsAt: null, endsAt: null };
    expect(decideOn(policy, { ...nobody, holdings: [holding] }, "user.read")).toBe(false);
  });

  it("cannot be said with a wildcard by a tenant's own role", () => {
    const own = {
      id: "own",
      name: "",
      description: "",
      parents: [],
      entries: [{ permission: "*", effect: "allow" as const, ownOnly: false }],
    };
    const holding = { roleId: "own", via: null, startsAt: null, endsAt: null };
    const facts = { ...nobody, holdings: [holding] };
    expect(decideOn({ ...policy, roles: [own] }, facts, "user.read")).toBe(false);
  });
});

describe("the one function", () => {
  it("is the only one that reads compiled tables: whoever asks, asks it", () => {
    const readers = globSync("{app,components,lib}/**/*.{ts,tsx}", {
      cwd: inProject("."),
      exclude: ["**/*.test.ts", "lib/authz/engine/decision-table.ts"],
    }).filter((file) =>
      /\b(answerAt|firstRuleAt|ruleAt)\b[^;]*decision-table/.test(
        readFileSync(inProject(file), "utf8"),
      ),
    );
    expect(readers).toEqual(["lib/authz/engine/decide.ts"]);
  });
});
