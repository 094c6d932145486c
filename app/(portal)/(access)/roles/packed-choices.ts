import { idsIn, packIds, placesOf, unpackIds } from "#lib/core/id-sets";
import type { RoleChoice } from "./rules.ts";

type PackedChoice = Pick<RoleChoice, "id" | "name"> &
  Record<"permissions" | "ownOnly" | "denied", string>;

/** Roles on their way to the browser; the lists are sets of `ids`. In full 500 roles are 800 kB. */
export type PackedChoices = { ids: readonly string[]; roles: readonly PackedChoice[] };

export function packChoices(roles: readonly RoleChoice[]): PackedChoices {
  const ids = idsIn(roles.flatMap(({ permissions, denied }) => [permissions, denied]));
  const places = placesOf(ids);
  const packed = roles.map(({ id, name, permissions, ownOnly, denied }) => ({
    id,
    name,
    permissions: packIds(permissions, places),
    ownOnly: packIds(ownOnly, places),
    denied: packIds(denied, places),
  }));
  return { ids, roles: packed };
}

export function unpackChoices({ ids, roles }: PackedChoices): RoleChoice[] {
  return roles.map(({ id, name, permissions, ownOnly, denied }) => ({
    id,
    name,
    permissions: unpackIds(permissions, ids),
    ownOnly: unpackIds(ownOnly, ids),
    denied: unpackIds(denied, ids),
  }));
}
