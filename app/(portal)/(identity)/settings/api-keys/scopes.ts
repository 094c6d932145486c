import { type PermissionId, permissionOf } from "#lib/authz/catalogue/permissions";

/** The permissions that a program can use: not those about pages, nor those that only people have. */
export function scopesAmong(held: Iterable<PermissionId>): PermissionId[] {
  return [...held].filter((id) => {
    const { category, on } = permissionOf(id);
    return category !== "Module access" && on === undefined;
  });
}
