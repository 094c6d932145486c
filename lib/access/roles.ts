import type { PermissionId } from "./permissions.ts";

export type Role = { name: string; sentence: string; permissions: readonly PermissionId[] };

/** The roles every tenant has from the start; their ids are what `role_assignments.role` stores. */
export const builtInRoles = {
  tenant_admin: {
    name: "Tenant admin",
    sentence: "Manages people, keys and sessions, and reads the audit log.",
    permissions: [
      "audit.read",
      "audit.record",
      "api_key.read",
      "api_key.create",
      "api_key.revoke",
      "session.read",
      "session.revoke",
    ],
  },
  security_officer: {
    name: "Security officer",
    sentence: "Searches the audit log and ends suspicious sessions.",
    permissions: ["audit.read", "session.read", "session.revoke"],
  },
  executive: {
    name: "Executive",
    sentence: "Follows the figures of the business; sees no personal events.",
    permissions: [],
  },
} as const satisfies Record<string, Role>;

export type RoleId = keyof typeof builtInRoles;

/** Names of the roles that hold a permission, for "who can grant this" messages. */
export function rolesWith(permission: PermissionId): string[] {
  return Object.values(builtInRoles)
    .filter((role: Role) => role.permissions.includes(permission))
    .map((role) => role.name);
}

/** What the holder of these roles may do: the union over the roles. */
export function permissionsOf(roles: readonly RoleId[]): ReadonlySet<PermissionId> {
  return new Set(roles.flatMap((role) => builtInRoles[role].permissions));
}
