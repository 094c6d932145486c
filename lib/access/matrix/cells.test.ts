import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AT,
  ids,
  policyFacts,
  principalFacts,
  roleIds,
} from "../../../testing/access-arbitraries.ts";
import { isPermissionId, permissionOf } from "../../authz/catalogue/permissions.ts";
import { type Access, accessOfRole, compileAccess } from "../../authz/engine/access.ts";
import { decide, type Target, targetOf } from "../../authz/engine/decide.ts";
import { keyOf } from "../../authz/engine/decision-table.ts";
import type { PolicyFacts, PrincipalFacts } from "../../authz/engine/facts.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { PersonFacts } from "../../authz/store/read-facts.ts";
import { personCells, roleCells } from "./cells.ts";
import { cellOf } from "./schema.ts";

const onOf = (id: string) =>
  isPermissionId(id) ? (permissionOf(id).on ?? null) : (id.split(".")[0] ?? null);
const columns = ids.map((id) => ({ id, on: onOf(id) }));
const personOf = (facts: PrincipalFacts): PersonFacts => ({
  userId: "u",
  name: "Ada",
  email: "ada@example.com",
  isActive: true,
  ...facts,
});

/** What the permission is about, wherever something can have been given, owned or not. */
function everyTarget(on: string | null): Target[] {
  const type = on ?? "thing";
  const places = [
    [],
    [{ type: "project", id: "p1" }],
    [{ type: "project", id: "p2" }],
    [{ type: "project", id: "other" }],
    [{ type: "document", id: "d1" }],
    [{ type: "document", id: "other" }],
  ];
  return places.flatMap((ancestors) =>
    ["d1", "other"].flatMap((id) =>
      [null, "ada"].map((owner) => targetOf({ type, id, owner, ancestors })),
    ),
  );
}

const isOwned = ({ ownerKey }: Target) => ownerKey === "ada";

/** What the decisions about every target come to, in the words of the matrix. */
function expected(access: Access, id: string): string[] {
  if (decide(access, id)) return ["allowed", "except"];
  const allowing = everyTarget(onOf(id)).filter((target) => decide(access, id, target));
  if (allowing.length === 0) return ["none", "denied", "choice"];
  return [allowing.every(isOwned) ? "own" : "some"];
}

describe("a person's cells", () => {
  it("say what decide says, about the tenant and about every kind of resource", () => {
    fc.assert(
      fc.property(policyFacts, principalFacts, (policyOf, principal) => {
        const policy = compilePolicy(policyOf);
        const access = compileAccess(policy, principal, AT);
        const cells = personCells(policy, personOf(principal), columns, AT);
        for (const [index, { id }] of columns.entries()) {
          const cell = cellOf(cells[index]);
          expect([id, expected(access, id)]).toEqual([id, expect.arrayContaining([cell.state])]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("say only own and not denied where nothing was given on resources", () => {
    fc.assert(
      fc.property(policyFacts, principalFacts, (policyOf, principal) => {
        const policy = compilePolicy(policyOf);
        const facts = { ...principal, grants: [] };
        const access = compileAccess(policy, facts, AT);
        const all = compileAccess(policy, facts, AT, "all");
        const cells = personCells(policy, personOf(facts), columns, AT);
        const own = (id: string) =>
          targetOf({ type: onOf(id) ?? "", id: "", owner: "ada", ancestors: [] });
        for (const [index, { id }] of columns.entries()) {
          const seen = cellOf(cells[index]).state;
          const may = decide(access, id) ? "allowed" : decide(access, id, own(id)) ? "own" : null;
          const could = decide(all, id) || decide(all, id, own(id));
          if (may) expect(seen).toBe(may);
          else expect(["denied", could ? "choice" : "none"]).toContain(seen);
        }
      }),
    );
  });

  const always = { startsAt: null, endsAt: null, via: null };
  const on = (effect: "allow" | "deny", resourceType: string, resourceId: string | null) => ({
    id: "g",
    permission: "document.read",
    effect,
    resourceType,
    resourceId,
    ...always,
  });
  const read = [{ id: "document.read", on: "document" }];
  const plain: PolicyFacts = {
    version: "1",
    roles: [],
    productPermissions: [],
    closedTypes: [],
    ownerProperties: {},
    subjectTypes: {},
    conditions: [],
    disabledModules: [],
    sodRules: [],
  };
  const cellWith = (grants: PrincipalFacts["grants"], places = new Map()) => {
    const facts = personOf({ identifiers: ["ada"], holdings: [], grants, exceptions: [] });
    return personCells(compilePolicy(plain), facts, read, AT, places);
  };

  it("know that a denial above a resource takes what was given on it", () => {
    const grants = [on("allow", "document", "d"), on("deny", "project", "p")];
    expect(cellWith(grants)).toBe("S");
    const place = { owner: null, ancestors: [{ type: "project", id: "p" }] };
    expect(cellWith(grants, new Map([[keyOf("document", "d"), place]]))).toBe(".");
    expect(cellWith([on("allow", "project", "p"), on("deny", "document", null)])).toBe(".");
  });

  it("tell what is allowed everywhere from what is denied somewhere, and what must be chosen", () => {
    const role = (id: string, permission: string) => ({
      id,
      name: id,
      description: "",
      parents: [],
      entries: [{ permission, effect: "allow" as const, ownOnly: false }],
    });
    const roles = [role("r", "document.read"), role("s", "document.update")];
    const apart = { roles: ["r", "s"], permissions: [], limit: 2 };
    const rule = { id: "x", name: "x", kind: "dynamic" as const, ...apart };
    const hold = (...held: string[]) => held.map((roleId) => ({ roleId, ...always }));
    const cells = (grants: PrincipalFacts["grants"], holdings: PrincipalFacts["holdings"]) =>
      personCells(
        compilePolicy({ ...plain, roles, sodRules: [rule] }),
        personOf({ identifiers: ["ada"], holdings, grants, exceptions: [] }),
        read,
        AT,
      );
    expect(cells([], hold("r"))).toBe("A");
    expect(cells([on("deny", "project", "p")], hold("r"))).toBe("E");
    expect(cells([], hold("r", "s"))).toBe("C");
  });
});

describe("a role's cells", () => {
  it("say what decide says of whoever has nothing but the role", () => {
    fc.assert(
      fc.property(policyFacts, (facts) => {
        const policy = compilePolicy(facts);
        for (const role of facts.roles) {
          const access = accessOfRole(policy, role.id);
          const owner = { ...access, identifiers: ["ada"] };
          const own = targetOf({ type: "any", id: "", owner: "ada", ancestors: [] });
          const cells = roleCells(policy, role, columns);
          for (const [index, { id }] of columns.entries()) {
            const { state } = cellOf(cells[index]);
            expect(state === "allowed").toBe(decide(access, id));
            expect(state === "allowed" || state === "own").toBe(decide(owner, id, own));
          }
        }
      }),
    );
  });

  it("tell what a role says itself from what it inherits", () => {
    fc.assert(
      fc.property(policyFacts, fc.constantFrom(...roleIds), (facts, roleId) => {
        const role = facts.roles.find(({ id }) => id === roleId);
        if (!role) throw new Error("no role");
        const alone = { ...role, parents: [] };
        const others = facts.roles.filter(({ id }) => id !== roleId);
        const cells = roleCells(compilePolicy(facts), role, columns);
        const own = roleCells(
          compilePolicy({ ...facts, roles: [...others, alone] }),
          alone,
          columns,
        );
        for (const index of columns.keys()) {
          const { state, from } = cellOf(cells[index]);
          const said = cellOf(own[index]);
          if (from === "inherited") expect(said.state).not.toBe(state);
          if (from === "itself") expect(["allowed", "own", "denied"]).toContain(said.state);
          if (from === "itself" && state !== "own") expect(said.state).toBe(state);
        }
      }),
    );
  });

  it("say that a module is switched off for everybody", () => {
    const role = { id: "r", name: "R", description: "", parents: [], entries: [] };
    const entries = [{ permission: "document.read", effect: "allow" as const, ownOnly: false }];
    const policy = compilePolicy({
      version: "1",
      roles: [{ ...role, entries }],
      productPermissions: [],
      closedTypes: [],
      ownerProperties: {},
      subjectTypes: {},
      conditions: [],
      disabledModules: ["module.documents"],
      sodRules: [],
    });
    expect(roleCells(policy, { ...role, entries }, columns.slice(0, 1))).toBe("x");
  });
});
