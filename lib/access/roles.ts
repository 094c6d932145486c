import { type PermissionId, permissions } from "./permissions.ts";

export type Role = { name: string; sentence: string; permissions: readonly PermissionId[] };

const everyPermission = Object.keys(permissions) as PermissionId[];

/** The roles every tenant has from the start; their ids are what `roles.id` stores for them. */
export const builtInRoles = {
  tenant_admin: {
    name: "Tenant admin",
    sentence: "Manages people, roles, keys and sessions, and sees everything in the tenant.",
    permissions: everyPermission,
  },
  security_officer: {
    name: "Security officer",
    sentence: "Works alerts, searches the audit log and ends suspicious sessions.",
    permissions: [
      "audit.read",
      "session.read",
      "session.revoke",
      "user.read",
      "role.read",
      "alert.read",
      "alert.acknowledge",
      "alert.resolve",
      "kpi.security.read",
    ],
  },
  executive: {
    name: "Executive",
    sentence: "Follows the figures of the business; sees no personal events.",
    permissions: ["kpi.product.read", "kpi.security.read"],
  },
} as const satisfies Record<string, Role>;

export type BuiltInRoleId = keyof typeof builtInRoles;

/** A role as its holder sees it. */
export type HeldRole = { id: string; name: string; sentence: string };

/** Whether the id is one of ours and not of a tenant's own making. */
export function isBuiltInRole(id: string): id is BuiltInRoleId {
  return Object.hasOwn(builtInRoles, id);
}

/** Names of the built-in roles that hold a permission, for "who can grant this" messages. */
export function rolesWith(permission: PermissionId): string[] {
  return Object.values(builtInRoles)
    .filter((role: Role) => role.permissions.includes(permission))
    .map((role) => role.name);
}

/** What built-in roles allow: the union over them. */
export function permissionsOf(roles: readonly BuiltInRoleId[]): ReadonlySet<PermissionId> {
  return new Set(roles.flatMap((role): readonly PermissionId[] => builtInRoles[role].permissions));
}
