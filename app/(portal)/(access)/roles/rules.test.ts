import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PermissionRow } from "#lib/access/roles/schema";
import { permissionIds, permissionOf } from "#lib/authz/catalogue/permissions";
import { accessOfRole } from "#lib/authz/engine/access";
import { decide, targetOf } from "#lib/authz/engine/decide";
import { compilePolicy, type Policy } from "#lib/authz/engine/policy";
import { hasBit } from "#lib/core/bits";
import {
  allowedOf,
  type Entry,
  type Outcome,
  originsOf,
  outcomeOf,
  type RoleChoice,
  type Rule,
  ruleOf,
  withRule,
} from "./rules.ts";

const known: PermissionRow[] = permissionIds.map((id) => {
  const { name, sentence, category, risk, on, implies = [] } = permissionOf(id);
  return { id, name, sentence, category, risk, on: on ?? null, implies: [...implies] };
});

const rule = fc.constantFrom<Rule>("allow", "own", "deny");
// Few enough of one kind to meet, and all of them, so that every implication is tried.
const permission = fc.oneof(
  fc.constantFrom(...permissionIds.filter((id) => id.includes("document"))),
  fc.constantFrom(...permissionIds),
);
const entries: fc.Arbitrary<Entry[]> = fc
  .array(fc.tuple(permission, rule), { maxLength: 6 })
  .map((all) => all.reduce<Entry[]>((said, [id, each]) => withRule(said, [id], each), []));
const someOf = (ids: string[]) => fc.subarray([...ids, "manager", "user"]);
/** Three roles, each of which may inherit from those before it and from built-in ones. */
const roles = fc.tuple(
  fc.tuple(entries, someOf([])),
  fc.tuple(entries, someOf(["role0"])),
  fc.tuple(entries, someOf(["role0", "role1"])),
);
const builtIn = ["manager", "user"].map((id) => fact(id, [], []));

function fact(id: string, said: readonly Entry[], parents: readonly string[]) {
  return { id, name: id, description: "", entries: said, parents };
}

/** What the engine makes of a role. */
function decided(policy: Policy, roleId: string, id: string): Outcome {
  const access = { ...accessOfRole(policy, roleId), identifiers: ["me"] };
  const owned = targetOf({ type: "document", id: "d", owner: "me", ancestors: [] });
  if (decide(access, id)) return "everywhere";
  if (decide(access, id, owned)) return "own";
  const denied = policy.roles.get(roleId)?.deny ?? policy.space.none();
  return hasBit(denied, permissionIds.indexOf(id as never)) ? "denied" : "nothing";
}

/** A role as the server gives it to the editor. */
function choiceOf(policy: Policy, id: string): RoleChoice {
  const of = (...outcomes: Outcome[]) =>
    permissionIds.filter((each) => outcomes.includes(decided(policy, id, each)));
  return {
    id,
    name: id,
    permissions: of("everywhere", "own"),
    ownOnly: of("own"),
    denied: of("denied"),
  };
}

describe("a rule", () => {
  it("is what was said last, and nothing when it was taken back", () => {
    const said = withRule(withRule([], ["user.read", "role.read"], "allow"), ["user.read"], "deny");
    expect(ruleOf(said, "user.read")).toBe("deny");
    expect(ruleOf(said, "role.read")).toBe("allow");
    expect(withRule(said, ["user.read", "role.read"], "none")).toEqual([]);
  });
});

describe("what a draft comes to", () => {
  it("is what the engine makes of it, for random roles with random parents", () => {
    fc.assert(
      fc.property(roles, (all) => {
        const facts = all.map(([said, parents], i) => fact(`role${i}`, said, parents));
        const policy = compilePolicy({
          version: "1",
          roles: [...facts, ...builtIn],
          productPermissions: [],
          closedTypes: [],
          ownerProperties: {},
          subjectTypes: {},
          conditions: [],
          disabledModules: [],
          sodRules: [],
        });
        const [, , [draft, parentIds]] = all;
        const parents = parentIds.map((id) => choiceOf(policy, id));
        const origins = originsOf(draft, parents, known);
        const shown = permissionIds.map((id) => [
          id,
          outcomeOf(ruleOf(draft, id), origins.get(id)),
        ]);
        expect(shown).toEqual(permissionIds.map((id) => [id, decided(policy, "role2", id)]));
        expect(allowedOf(draft, origins)).toEqual(choiceOf(policy, "role2").permissions);
      }),
      { numRuns: 150 },
    );
  });

  it("says where each permission comes from", () => {
    const parents: RoleChoice[] = [
      {
        id: "1",
        name: "Clerk",
        permissions: ["document.read", "document.update"],
        ownOnly: ["document.update"],
        denied: ["document.share"],
      },
    ];
    const draft = withRule(withRule([], ["document.delete"], "allow"), ["document.read"], "deny");
    const origins = originsOf(draft, parents, known);
    expect(origins.get("document.update")).toEqual({
      allowedBy: [{ of: "Clerk", ownOnly: true }],
      deniedBy: [],
      comesWith: [],
      fallsWith: ["document.read"],
    });
    expect(origins.get("document.read")?.comesWith).toEqual([
      { of: "document.delete", ownOnly: false },
    ]);
    expect(origins.get("document.share")?.deniedBy).toEqual(["Clerk"]);
  });
});
