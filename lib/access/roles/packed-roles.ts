import type { RoleEntry } from "../../authz/engine/facts.ts";
import { idsIn, packIds, placesOf, unpackIds } from "../../core/id-sets.ts";
import type { RoleRow } from "./schema.ts";

type Lists = "entries" | "permissions" | "ownOnly" | "denied";

/** A role with its lists as sets of `PackedRoles.ids`; what it says itself is three of them. */
type PackedRole = Omit<RoleRow, Lists> &
  Record<Exclude<Lists, "entries">, string> & {
    said: { allow: string; own: string; deny: string };
  };

/** The roles of a tenant, small enough for the cache: 500 roles of 60 permissions are 2 MB else. */
type PackedRoles = { ids: string[]; roles: PackedRole[] };

export function packRoles(rows: readonly RoleRow[]): PackedRoles {
  const named = (entries: readonly RoleEntry[]) => entries.map(({ permission }) => permission);
  const ids = idsIn(
    rows.flatMap(({ entries, permissions, denied }) => [named(entries), permissions, denied]),
  );
  const places = placesOf(ids);
  const roles = rows.map(({ entries, permissions, ownOnly, denied, ...role }): PackedRole => {
    const allowed = entries.filter(({ effect }) => effect === "allow");
    const said = {
      allow: allowed.filter((entry) => !entry.ownOnly),
      own: allowed.filter((entry) => entry.ownOnly),
      deny: entries.filter(({ effect }) => effect === "deny"),
    };
    return {
      ...role,
      permissions: packIds(permissions, places),
      ownOnly: packIds(ownOnly, places),
      denied: packIds(denied, places),
      said: {
        allow: packIds(named(said.allow), places),
        own: packIds(named(said.own), places),
        deny: packIds(named(said.deny), places),
      },
    };
  });
  return { ids, roles };
}

export function unpackRoles({ ids, roles }: PackedRoles): RoleRow[] {
  return roles.map(({ said, permissions, ownOnly, denied, ...role }) => ({
    ...role,
    entries: [
      ...unpackIds(said.allow, ids).map((id) => entry(id, "allow", false)),
      ...unpackIds(said.own, ids).map((id) => entry(id, "allow", true)),
      ...unpackIds(said.deny, ids).map((id) => entry(id, "deny", false)),
    ].sort((a, b) => (a.permission < b.permission ? -1 : 1)),
    permissions: unpackIds(permissions, ids),
    ownOnly: unpackIds(ownOnly, ids),
    denied: unpackIds(denied, ids),
  }));
}

function entry(permission: string, effect: RoleEntry["effect"], ownOnly: boolean): RoleEntry {
  return { permission, effect, ownOnly };
}
