import { describe, expect, it } from "vitest";
import { type Reason, readableReasons } from "./reasons.ts";

const always = { startsAt: null, endsAt: null };
const sales = { groupId: "g", groupName: "Sales" };

function byRole(said: string, path: string[], more: Partial<Reason> = {}): Reason {
  const named = path.map((id) => ({ id, name: id }));
  const role = { kind: "role", path: named, ownOnly: false, effect: "allow" } as const;
  return { ...role, ...always, via: null, said, ...more } as Reason;
}

describe("readable reasons", () => {
  it("make one of a role's many permissions that bring the same", () => {
    const reasons = ["document.create", "document.read", "document.share"].map((said) =>
      byRole(said, ["manager"]),
    );
    expect(readableReasons(reasons, "document.read")).toEqual([reasons[1]]);
  });

  it("keep every way apart", () => {
    const reasons = [
      byRole("order.read", ["lead", "manager"]),
      byRole("order.read", ["manager"], { via: sales }),
      byRole("order.read", ["manager"]),
      byRole("order.read", ["manager"], { ownOnly: true } as Partial<Reason>),
      byRole("order.read", ["manager"], { effect: "deny" }),
    ];
    expect(readableReasons(reasons, "order.read")).toHaveLength(5);
  });

  it("begin with what names the permission, then with the fewest steps", () => {
    const reasons = [
      byRole("order.cancel", ["user"]),
      byRole("order.read", ["lead", "manager"]),
      byRole("order.read", ["helper"]),
    ];
    const paths = readableReasons(reasons, "order.read").map((reason) =>
      reason.kind === "role" ? reason.path.map(({ id }) => id).join(">") : "",
    );
    expect(paths).toEqual(["helper", "lead>manager", "user"]);
  });
});
