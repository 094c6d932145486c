import type { PermissionId } from "../catalogue/permissions.ts";
import { type BuiltInRoleId, builtInRoles } from "../catalogue/roles.ts";
import { type Access, compileAccess, nobody } from "./access.ts";
import { decide, permissionsEverywhere } from "./decide.ts";
import { compilePolicy, type Policy } from "./policy.ts";

const ids = Object.keys(builtInRoles) as BuiltInRoleId[];

/** What a tenant has that has changed nothing yet: the built-in roles and the catalogue. */
export const builtInPolicy: Policy = compilePolicy({
  version: "built in",
  roles: ids.map((id) => ({ id, name: "", description: "", parents: [], entries: [] })),
  productPermissions: [],
  closedTypes: [],
  ownerProperties: {},
  subjectTypes: {},
  conditions: [],
  disabledModules: [],
  sodRules: [],
});

/** What somebody with these built-in roles may do. */
export function accessOf(roles: readonly BuiltInRoleId[]): Access {
  const always = { startsAt: null, endsAt: null, via: null };
  const holdings = roles.map((roleId) => ({ roleId, ...always }));
  return compileAccess(builtInPolicy, { ...nobody, holdings }, 0);
}

/** Names of the built-in roles that hold a permission, for "who can grant this" messages. */
export function rolesWith(permission: PermissionId): string[] {
  return ids
    .filter((id) => id !== "super_admin" && decide(accessOf([id]), permission))
    .map((id) => builtInRoles[id].name);
}

/** What a tenant admin may do in a tenant that has changed nothing yet. */
export const adminPermissions = permissionsEverywhere(accessOf(["tenant_admin"]));
