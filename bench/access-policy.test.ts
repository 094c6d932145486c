import { describe, expect, it } from "vitest";
import { withAncestors } from "#lib/authz/engine/policy";
import { Random } from "#lib/core/random";
import { generatePolicy, ROLE_LEVELS, resourcePermissions } from "./access-policy.ts";

const generate = (seed: string) => generatePolicy(new Random(seed), { people: 200, grants: 2_000 });

describe("the generated policy", () => {
  const { policy, people, resources } = generate("a seed");
  const grants = people.flatMap(({ facts }) => facts.grants);

  it("is the same for the same seed, and another for another", () => {
    expect(generate("a seed")).toEqual({ policy, people, resources });
    expect(generate("another seed").policy).not.toEqual(policy);
  });

  it("has 200 roles that inherit over five levels and never from themselves", () => {
    const parents = new Map(policy.roles.map((role) => [role.id, role.parents]));
    const parentsOf = (id: string) => parents.get(id) ?? [];
    const depth = (id: string): number => 1 + Math.max(0, ...parentsOf(id).map(depth));
    expect(policy.roles).toHaveLength(200);
    expect(Math.max(...policy.roles.map(({ id }) => depth(id)))).toBe(ROLE_LEVELS);
    for (const { id } of policy.roles) {
      const above = parentsOf(id).flatMap((parent) => [...withAncestors(parent, parentsOf)]);
      expect(above).not.toContain(id);
    }
  });

  it("gives people one to four roles, and grants of which a tenth are denials", () => {
    const counts = new Set(people.map(({ facts }) => facts.holdings.length));
    expect([...counts].sort()).toEqual([1, 2, 3, 4]);
    expect(grants).toHaveLength(2_000);
    const denied = grants.filter(({ effect }) => effect === "deny").length;
    expect(denied / grants.length).toBeCloseTo(0.1, 1);
    expect(new Set(grants.map(({ permission }) => permission)).size).toBe(
      resourcePermissions.length,
    );
  });

  it("has resources at most four deep, each below one that is there", () => {
    const ids = new Set(resources.map(({ id }) => id));
    expect(Math.max(...resources.map(({ ancestors }) => ancestors.length))).toBe(3);
    expect(resources.every(({ ancestors }) => ancestors.every(({ id }) => ids.has(id)))).toBe(true);
  });
});
