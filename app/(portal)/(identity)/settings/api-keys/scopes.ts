import { isPermissionId, type PermissionId, permissionOf } from "#lib/authz/catalogue/permissions";
import type { Access } from "#lib/authz/engine/access";
import { mayGive } from "#lib/authz/engine/role-limits";

/** The permissions that a program can use: not those about pages, nor those that only people have. */
export function scopesAmong(held: Iterable<PermissionId>): PermissionId[] {
  return [...held].filter((id) => {
    const { category, on } = permissionOf(id);
    return category !== "Module access" && on === undefined;
  });
}

/** What the tenant's products have registered and somebody may give to a key: with it a key gives grants. */
export function productScopes(access: Access): string[] {
  return access.policy.space.ids.filter((id) => !isPermissionId(id) && mayGive(access, id));
}
