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
