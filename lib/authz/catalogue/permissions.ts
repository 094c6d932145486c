import { billingPermissions } from "./billing.ts";
import { dataPermissions } from "./data.ts";
import { modulePermissions } from "./modules.ts";
import { organizationPermissions } from "./organization.ts";
import { peoplePermissions } from "./people.ts";
import type { Permission } from "./permission.ts";
import { securityPermissions } from "./security.ts";
import { systemPermissions } from "./system.ts";

/** Every permission that Gatehouse knows by itself. Whatever checks access names an id of it. */
export const permissions = {
  ...peoplePermissions,
  ...organizationPermissions,
  ...securityPermissions,
  ...systemPermissions,
  ...modulePermissions,
  ...dataPermissions,
  ...billingPermissions,
} as const;

export type PermissionId = keyof typeof permissions;

/** In the order of the catalogue. */
export const permissionIds = Object.keys(permissions) as PermissionId[];

/** Whether a string from outside names a catalogued permission. */
export function isPermissionId(value: string): value is PermissionId {
  return Object.hasOwn(permissions, value);
}

/** An entry as its declaration describes it, without what makes each one's type unique. */
export function permissionOf(id: PermissionId): Permission {
  return permissions[id];
}

/** Permissions as people call them. */
export function namesOf(ids: readonly string[]): string {
  return ids.map((id) => (isPermissionId(id) ? permissions[id].name : id)).join(", ");
}
