import { describe, expect, it } from "vitest";
import type { Reason } from "#components/access/reasons.ts";
import type { EffectivePermission } from "#lib/access/explain/schema";
import { byCategory, foundWords, shownPermission } from "./shown-permissions.ts";

function reason(role: string, said: string, more: object = {}): Reason {
  const path = [{ id: role, name: role }];
  const always = { startsAt: null, endsAt: null };
  return {
    kind: "role",
    path,
    said,
    effect: "allow",
    ownOnly: false,
    via: null,
    ...always,
    ...more,
  };
}

function effective(permission: string, more: Partial<EffectivePermission> = {}) {
  const nothing = {
    allowed: true,
    ownOnly: false,
    allows: [],
    denies: [],
    dormant: [],
    disabledModule: null,
  };
  return { permission, ...nothing, ...more };
}

const sales = { groupId: "g", groupName: "Sales" };
const shown = [
  effective("todo.delete", { allows: [reason("Helper", "todo.delete")] }),
  effective("order.read", { allows: [reason("Lead", "order.cancel", { via: sales })] }),
  effective("order.cancel", {
    allowed: false,
    allows: [reason("Lead", "order.cancel")],
    denies: [reason("Careful", "order.cancel", { effect: "deny" })],
  }),
  effective("user.read", { allows: [reason("Lead", "user.read")] }),
].map(shownPermission);

const all = { text: "", kind: "all" } as const;
const ids = (filter: Parameters<typeof byCategory>[1]) =>
  byCategory(shown, filter).flatMap(({ items }) => items.map(({ permission }) => permission));

describe("the list of permissions", () => {
  it("stands in the order of the catalogue, products last, and is counted", () => {
    expect(byCategory(shown, all)).toMatchObject([
      { category: "User management", allowedCount: 1, deniedCount: 0 },
      { category: "Data operations", allowedCount: 1, deniedCount: 1 },
      { category: "Your products", allowedCount: 1, deniedCount: 0 },
    ]);
  });

  it("is found by words, ids, roles and groups", () => {
    expect(ids({ ...all, text: "Cancel ORDERS" })).toEqual(["order.cancel"]);
    expect(ids({ ...all, text: "todo.del" })).toEqual(["todo.delete"]);
    expect(ids({ ...all, text: "careful" })).toEqual(["order.cancel"]);
    expect(ids({ ...all, text: "sales" })).toEqual(["order.read"]);
  });

  it("is narrowed to one kind", () => {
    expect(ids({ ...all, kind: "denied" })).toEqual(["order.cancel"]);
    expect(ids({ ...all, kind: "direct" })).toEqual(["user.read", "todo.delete"]);
    expect(ids({ ...all, kind: "group" })).toEqual(["order.read"]);
  });

  it("tells what a rule keeps out of use from what is denied, and finds it by the rule", () => {
    const rule = { id: "s", name: "Invoices" };
    const dormant = [{ ...reason("Approver", "order.cancel"), rule, grants: [] }];
    const unused = shownPermission(effective("order.cancel", { allowed: false, dormant }));
    expect(unused).toMatchObject({ unusedBy: [rule], allows: [{ said: "order.cancel" }] });
    expect(byCategory([unused], all)).toMatchObject([
      { allowedCount: 0, deniedCount: 0, unusedCount: 1 },
    ]);
    expect(foundWords(byCategory([unused], all))).toBe("0 allowed, 1 not in use");
    expect(byCategory([unused], { ...all, kind: "denied" })).toEqual([]);
    expect(byCategory([unused], { ...all, text: "invoices" })).toHaveLength(1);
    const denies = [reason("Careful", "order.cancel", { effect: "deny" })];
    const denied = effective("order.cancel", { allowed: false, dormant, denies });
    expect(shownPermission(denied)).toMatchObject({ unusedBy: [], allows: [] });
    const used = effective("order.cancel", { dormant, allows: [reason("Lead", "order.cancel")] });
    expect(shownPermission(used)).toMatchObject({ unusedBy: [], moreWays: 0 });
  });

  it("shows a few ways and counts the others", () => {
    const allows = ["a", "b", "c", "d", "e", "f"].map((role) => reason(role, "order.read"));
    expect(shownPermission(effective("order.read", { allows }))).toMatchObject({
      allows: allows.slice(0, 4),
      moreWays: 2,
    });
  });
});
