import type { PermissionRow } from "#lib/access/roles/schema";

type PermissionGroup = { category: string; rows: PermissionRow[] };

/** Permissions by category, both in the order in which they came. */
export function groupsOf(rows: readonly PermissionRow[]): PermissionGroup[] {
  const byCategory = Map.groupBy(rows, ({ category }) => category);
  return [...byCategory].map(([category, own]) => ({ category, rows: own }));
}

/** Permissions in whose name, sentence or id every word of the text occurs. */
export function searchPermissions(
  known: readonly PermissionRow[],
  text: string,
): readonly PermissionRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return known.filter(({ id, name, sentence }) => {
    const haystack = `${name} ${sentence} ${id}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
