import { isPermissionId, permissionOf } from "./permissions.ts";
import { isResourceType, withAncestors } from "./resource-types.ts";

/** The type whose action a product's permission is: `todo` of `todo.close`. */
export function typeOfPermission(permission: string): string {
  return permission.slice(0, permission.indexOf("."));
}

/**
 * Whether it makes sense to ask for a permission on a resource of a type: one about the type itself or
 * about what can lie under it, as `document.create` on a project. What products register can lie under
 * anything.
 */
export function canConcern(permission: string, type: string): boolean {
  if (isPermissionId(permission)) {
    const { on } = permissionOf(permission);
    return on !== undefined && isResourceType(type) && withAncestors(on).has(type);
  }
  const own = typeOfPermission(permission);
  if (own === type || !isResourceType(own)) return true;
  return isResourceType(type) && withAncestors(own).has(type);
}

/**
 * Whether a question about a resource of a type can be about a permission: it is an action of the type, or
 * of a type of the catalogue whose resources lie under it, as `document.create` on a project. Narrower than
 * `canConcern`: `todo.close` of a ticket is a mistake, though a product may put to-dos under tickets.
 */
export function isActionOf(permission: string, type: string): boolean {
  if (permission.startsWith(`${type}.`)) return true;
  const on = isPermissionId(permission)
    ? permissionOf(permission).on
    : typeOfPermission(permission);
  if (on === undefined || !isResourceType(on) || !isResourceType(type)) return false;
  return withAncestors(on).has(type);
}
