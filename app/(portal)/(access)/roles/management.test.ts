import { describe, expect, it } from "vitest";
import type { RoleRow } from "#lib/access/roles/schema";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import { whyNotAssigned, whyNotDeleted, whyNotEdited } from "./management.ts";

const role: RoleRow = {
  id: "0193a1b2-0000-7000-8000-000000000001",
  name: "Support",
  description: "",
  builtIn: false,
  parents: [],
  entries: [],
  permissions: ["user.read", "role.read"],
  ownOnly: [],
  denied: [],
  risk: "low",
  givenPeopleCount: 0,
  givenGroupCount: 0,
  updatedAt: "2026-11-23T00:00:00.000Z",
};
const holding = (...ids: PermissionId[]) =>
  new Set<PermissionId>(["user.read", "role.read", ...ids]);

describe("whyNotEdited", () => {
  it("lets edit what the editor holds", () => {
    expect(whyNotEdited(role, holding("role.update"))).toBeNull();
  });

  it("names the permission that is missing", () => {
    expect(whyNotEdited(role, holding())).toContain("“Change roles”");
  });

  it("names what the role allows and the editor lacks", () => {
    const wider: RoleRow = { ...role, permissions: ["audit.read"] };
    expect(whyNotEdited(wider, holding("role.update"))).toContain("Search the audit log");
  });

  it("offers a copy of a built-in role to those who may create one", () => {
    const builtIn = { ...role, builtIn: true };
    expect(whyNotEdited(builtIn, holding("role.update", "role.create"))).toContain("Duplicate");
    expect(whyNotEdited(builtIn, holding("role.update"))).toBe("Built-in roles cannot be changed.");
  });
});

describe("whyNotAssigned", () => {
  it("lets assign what the giver holds, built in or not", () => {
    expect(whyNotAssigned(role, holding("role.assign"))).toBeNull();
    expect(whyNotAssigned({ ...role, builtIn: true }, holding("role.assign"))).toBeNull();
  });

  it("refuses more than the giver holds", () => {
    const wider: RoleRow = { ...role, permissions: ["audit.read"] };
    expect(whyNotAssigned(wider, holding("role.assign"))).toContain("more than you may do");
  });
});

describe("whyNotDeleted", () => {
  it("lets delete what allows and denies no more than one holds oneself", () => {
    expect(whyNotDeleted({ ...role, givenPeopleCount: 12 }, holding())).toBeNull();
    const denying: RoleRow = { ...role, denied: ["audit.read"] };
    expect(whyNotDeleted(denying, holding())).toContain("Search the audit log");
  });
});
