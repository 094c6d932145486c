import type { RoleEntry } from "../../authz/engine/facts.ts";
import type { PermissionSpace } from "../../authz/engine/permission-space.ts";
import { addBits, hasBit, listBits } from "../../core/bits.ts";

/**
 * A role's entries without what nobody used. What was used because something bigger implies it is
 * said by itself instead; denials stay, and so does whatever comes with something that stays.
 * @param used ids of the permissions that were used.
 */
export function propose(
  space: PermissionSpace,
  entries: readonly RoleEntry[],
  used: ReadonlySet<string>,
): RoleEntry[] {
  const needed = neededFor(space, used);
  const stays = ({ effect, permission }: RoleEntry) => effect === "deny" || needed.has(permission);
  const proposed = new Map(entries.filter(stays).map((entry) => [entry.permission, entry]));
  const covered = space.none();
  for (const { permission, effect, ownOnly } of proposed.values()) {
    if (effect === "allow" && !ownOnly) addBits(covered, space.allowedWith(permission));
  }
  const smaller = entries
    .filter((entry) => !stays(entry))
    .flatMap((entry) => impliedBy(space, entry))
    .filter(({ permission }) => used.has(permission));
  for (const entry of byReach(space, smaller)) {
    const { permission } = entry;
    const known = proposed.get(permission);
    if (hasBit(covered, space.indexOf(permission) ?? -1)) continue;
    if (known && (known.effect === "deny" || entry.ownOnly)) continue;
    proposed.set(permission, entry);
    if (!entry.ownOnly) addBits(covered, space.allowedWith(permission));
  }
  return [...proposed.values()].sort((a, b) => (a.permission < b.permission ? -1 : 1));
}

/** What was used, and all that it implies. */
export function neededFor(space: PermissionSpace, used: Iterable<string>): ReadonlySet<string> {
  const needed = space.none();
  for (const id of used) addBits(needed, space.allowedWith(id));
  return new Set(listBits(needed).flatMap((index) => space.ids[index] ?? []));
}

function impliedBy(space: PermissionSpace, entry: RoleEntry): RoleEntry[] {
  return listBits(space.allowedWith(entry.permission)).flatMap((index) => {
    const permission = space.ids[index];
    return permission ? [{ ...entry, permission }] : [];
  });
}

/** Those first that hold everywhere, and of these those first that bring most. */
function byReach(space: PermissionSpace, entries: readonly RoleEntry[]): RoleEntry[] {
  const size = ({ permission }: RoleEntry) => listBits(space.allowedWith(permission)).length;
  return [...entries].sort((a, b) => Number(a.ownOnly) - Number(b.ownOnly) || size(b) - size(a));
}
