import { type Bits, listBits, removeBits } from "../../core/bits.ts";
import { accessOfRole } from "./access.ts";
import type { Policy } from "./policy.ts";

/** Ids of permissions, each list in the order of the catalogue. */
export type RolePermissions = { everywhere: string[]; ownOnly: string[]; denied: string[] };

/**
 * What a role comes to with all that it inherits and implies: denials, and what the tenant has switched
 * off, are subtracted from what it allows. "Permissions of a role" are `everywhere` and `ownOnly`.
 */
export function permissionsOfRole(policy: Policy, roleId: string): RolePermissions {
  const { space, roles } = policy;
  const { allow, own } = accessOfRole(policy, roleId);
  const onOwn = own.slice();
  removeBits(onOwn, allow);
  const named = (bits: Bits) => listBits(bits).flatMap((index) => space.ids[index] ?? []);
  return {
    everywhere: named(allow),
    ownOnly: named(onOwn),
    denied: named(roles.get(roleId)?.deny ?? space.none()),
  };
}

/** Modules are not used by themselves: what lies in them is. So figures of use leave them out. */
export function isModule(permission: string): boolean {
  return permission.startsWith("module.");
}
