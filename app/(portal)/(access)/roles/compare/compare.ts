import type { RoleRow } from "#lib/access/roles/schema";
import type { Outcome } from "../rules.ts";

type Comparable = Pick<RoleRow, "permissions" | "ownOnly" | "denied">;

/** What a role comes to about a permission, with all that it inherits. */
export function outcomeIn({ permissions, ownOnly, denied }: Comparable, id: string): Outcome {
  if (denied.includes(id)) return "denied";
  if (ownOnly.includes(id)) return "own";
  return permissions.includes(id) ? "everywhere" : "nothing";
}

/** Ids by who says something about them, and whether both say the same. */
export type Compared = { onlyA: string[]; onlyB: string[]; otherwise: string[]; same: string[] };

export function compareRoles(a: Comparable, b: Comparable, ids: readonly string[]): Compared {
  const compared: Compared = { onlyA: [], onlyB: [], otherwise: [], same: [] };
  for (const id of ids) {
    const [ofA, ofB] = [outcomeIn(a, id), outcomeIn(b, id)];
    if (ofA === ofB) {
      if (ofA !== "nothing") compared.same.push(id);
    } else if (ofB === "nothing") compared.onlyA.push(id);
    else if (ofA === "nothing") compared.onlyB.push(id);
    else compared.otherwise.push(id);
  }
  return compared;
}
