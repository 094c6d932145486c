import {
  type PermissionCategory,
  PRODUCTS,
  permissionName,
} from "#components/access/permission-words.ts";
import type { Risk } from "#lib/authz/catalogue/permission";
import { isPermissionId, type PermissionId, permissionOf } from "#lib/authz/catalogue/permissions";
import type { Access } from "#lib/authz/engine/access";
import { mayGive } from "#lib/authz/engine/role-limits";

/** What a key can be given, as the form lists it. */
export type ScopeRow = {
  id: string;
  name: string;
  sentence: string;
  category: PermissionCategory;
  /** Null for what a product has registered. */
  risk: Risk | null;
};

/** What somebody may give to a key. */
export function givableScopes(held: Iterable<PermissionId>, access: Access): ScopeRow[] {
  const own = scopesAmong(held).map((id) => {
    const { name, sentence, category, risk } = permissionOf(id);
    return { id, name, sentence, category, risk };
  });
  const products = productScopes(access).map((id) => {
    const sentence = "To give grants of it: an action that one of your products has registered.";
    return { id, name: permissionName(id), sentence, category: PRODUCTS, risk: null } as const;
  });
  return [...own, ...products];
}

/** The permissions that a program can use: not those about pages, nor those that only people have. */
function scopesAmong(held: Iterable<PermissionId>): PermissionId[] {
  return [...held].filter((id) => {
    const { category, on } = permissionOf(id);
    return category !== "Module access" && on === undefined;
  });
}

/** What the tenant's products have registered and somebody may give to a key: with it a key gives grants. */
function productScopes(access: Access): string[] {
  return access.policy.space.ids.filter((id) => !isPermissionId(id) && mayGive(access, id));
}
