import { isPermissionId, type PermissionId, permissions } from "#lib/authz/catalogue/permissions";
import { countOf } from "../ui/format-number.ts";

export const PRODUCTS = "Your products";
export type PermissionCategory = (typeof permissions)[PermissionId]["category"] | typeof PRODUCTS;

/** In the order of the catalogue, those of the tenant's own products last. */
export const categories: readonly PermissionCategory[] = [
  ...new Set<PermissionCategory>(Object.values(permissions).map(({ category }) => category)),
  PRODUCTS,
];

/** What a permission is called: the catalogue's name, or for a product's own its two halves. */
export function permissionName(id: string): string {
  if (!isPermissionId(id)) {
    const dot = id.indexOf(".");
    return dot > 0 ? `${id.slice(0, dot)}: ${id.slice(dot + 1)}` : id;
  }
  const { name, category } = permissions[id];
  // "Documents" alone could be anything.
  return category === "Module access" ? `Module: ${name}` : name;
}

/** Null for what a product has registered: its words are the product's. */
export function permissionSentence(id: string): string | null {
  return isPermissionId(id) ? permissions[id].sentence : null;
}

export function categoryOf(id: string): PermissionCategory {
  return isPermissionId(id) ? permissions[id].category : PRODUCTS;
}

export const permissionsCount = (count: number) => countOf(count, "permission", "permissions");

/** What somebody does with it, after "may": "cancel orders", "use the module Documents". */
export function permissionDeed(id: string): string {
  if (!isPermissionId(id)) return `do “${permissionName(id)}”`;
  const { name, category } = permissions[id];
  if (category === "Module access") return `use the module ${name}`;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
