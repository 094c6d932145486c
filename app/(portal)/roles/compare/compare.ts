import type { RoleRow } from "#lib/roles/schema";

/** What a role comes to for one permission. */
export type Outcome = "allows" | "allows on own" | "denies" | "nothing";

type Comparable = Pick<RoleRow, "permissions" | "ownOnly" | "denied">;

export function outcomeOf({ permissions, ownOnly, denied }: Comparable, id: string): Outcome {
  if (denied.includes(id)) return "denies";
  if (ownOnly.includes(id)) return "allows on own";
  return permissions.includes(id) ? "allows" : "nothing";
}

/** The permissions about which two roles differ, and those about which they agree to say something. */
export function compareRoles(
  a: Comparable,
  b: Comparable,
  ids: readonly string[],
): { different: string[]; same: string[] } {
  const isSame = (id: string) => outcomeOf(a, id) === outcomeOf(b, id);
  return {
    different: ids.filter((id) => !isSame(id)),
    same: ids.filter((id) => isSame(id) && outcomeOf(a, id) !== "nothing"),
  };
}
