import { addBits, type Bits, hasBit, removeBits, setBit } from "../../core/bits.ts";
import { canConcern } from "../catalogue/concerning.ts";
import type { Access } from "./access.ts";
import type { Target } from "./decide.ts";
import { keyOf } from "./decision-table.ts";
import type { PermissionSpace } from "./permission-space.ts";
import type { Policy } from "./policy.ts";

/**
 * What an access comes to on a resource where it lies: as if all that reaches the resource, from above and
 * by its owner, had been said of itself. What lies under the resource has at most this from it and from
 * what is above, so two of these compare what a move changes in a whole tree. Only for comparing: its
 * decisions are those of `access`.
 */
export function accessOn(access: Access, target: Target): Access {
  const { space } = access.policy;
  const allow = space.none();
  const deny = space.none();
  if (isOwnerOf(access.identifiers, target)) addBits(allow, access.own);
  for (const key of target.keys) {
    const on = access.resources.get(key);
    if (!on) continue;
    addBits(allow, on.allow);
    addBits(deny, on.deny);
  }
  const others = notConcerning(space, target.type);
  removeBits(allow, others);
  removeBits(deny, others);
  const key = keyOf(target.type, target.id);
  const itself = access.resources.get(key);
  if (itself) {
    addBits(allow, itself.allow);
    addBits(deny, itself.deny);
  }
  return { ...access, resources: new Map([...access.resources, [key, { allow, deny }]]) };
}

/** Whether one of these identifiers is what the resource calls its owner. */
export function isOwnerOf(identifiers: readonly string[], { ownerKey }: Target): boolean {
  return ownerKey !== null && identifiers.includes(ownerKey);
}

/** What some role of the tenant lets people do with what they own, of a type. */
export function ownedPermissions({ space, roles }: Policy, type: string): string[] {
  const own = space.none();
  for (const role of roles.values()) addBits(own, role.own);
  removeBits(own, notConcerning(space, type));
  return space.ids.filter((_, index) => hasBit(own, index));
}

const known = new WeakMap<PermissionSpace, Map<string, Bits>>();

function notConcerning(space: PermissionSpace, type: string): Bits {
  const ofSpace = known.get(space) ?? new Map<string, Bits>();
  known.set(space, ofSpace);
  const found = ofSpace.get(type);
  if (found) return found;
  const bits = space.none();
  for (const [index, id] of space.ids.entries()) if (!canConcern(id, type)) setBit(bits, index);
  ofSpace.set(type, bits);
  return bits;
}
