import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyFacts } from "../../../testing/access-arbitraries.ts";
import { compileAccess, nobody } from "../../authz/engine/access.ts";
import { decide, targetOf } from "../../authz/engine/decide.ts";
import type { PolicyFacts, RoleEntry } from "../../authz/engine/facts.ts";
import { PermissionSpace } from "../../authz/engine/permission-space.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import { propose } from "./propose.ts";

const space = new PermissionSpace(["todo.close"]);
const allow = (permission: string, ownOnly = false): RoleEntry => ({
  permission,
  effect: "allow",
  ownOnly,
});
const own = targetOf({ type: "", id: "", owner: "ada", ancestors: [] });

/** What somebody may do who has the first role of a policy: everywhere, and on what they own. */
function heldWith(facts: PolicyFacts) {
  const holdings = [{ roleId: "r0", via: null, startsAt: null, endsAt: null }];
  const person = { ...nobody, identifiers: ["ada"], holdings };
  const access = compileAccess(compilePolicy(facts), person, 0, "all");
  const { ids } = access.policy.space;
  return {
    everywhere: ids.filter((id) => decide(access, id)),
    own: ids.filter((id) => decide(access, id, own)),
  };
}

describe("a smaller role", () => {
  it("denies nothing that was used, over random policies, and is never bigger", () => {
    let smaller = 0;
    fc.assert(
      fc.property(policyFacts, fc.infiniteStream(fc.boolean()), (facts, coins) => {
        const [role, ...others] = facts.roles;
        if (!role) return;
        const before = heldWith(facts);
        const used = new Set(before.own.filter(() => coins.next().value));
        const entries = propose(space, role.entries, used);
        const after = heldWith({ ...facts, roles: [{ ...role, entries }, ...others] });
        for (const id of used) {
          expect([id, after.own.includes(id)]).toEqual([id, true]);
          const wasEverywhere = before.everywhere.includes(id);
          if (wasEverywhere) expect([id, after.everywhere.includes(id)]).toEqual([id, true]);
        }
        expect(before.own).toEqual(expect.arrayContaining(after.own));
        expect(before.everywhere).toEqual(expect.arrayContaining(after.everywhere));
        if (after.own.length < before.own.length) smaller++;
      }),
      { numRuns: 1_000 },
    );
    expect(smaller).toBeGreaterThan(100);
  });

  it("says what was used instead of what implies it", () => {
    const entries = [allow("document.delete"), allow("order.cancel")];
    expect(propose(space, entries, new Set(["document.read"]))).toEqual([allow("document.read")]);
  });

  it("keeps what was used everywhere everywhere, where the role also says it of one's own", () => {
    const entries = [allow("document.delete"), allow("document.read", true)];
    expect(propose(space, entries, new Set(["document.read"]))).toEqual([allow("document.read")]);
  });

  it("keeps denials, and what comes with something that stays", () => {
    const denial: RoleEntry = { permission: "invoice.refund", effect: "deny", ownOnly: false };
    const entries = [denial, allow("document.read"), allow("document.update")];
    const kept = propose(space, entries, new Set(["document.update"]));
    expect(kept).toEqual([allow("document.read"), allow("document.update"), denial]);
  });
});
