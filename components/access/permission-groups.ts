import type { PermissionRow } from "#lib/access/roles/schema";

/** What a list of permissions shows of each. */
export type ListedPermission = Pick<PermissionRow, "id" | "name" | "sentence" | "category">;

type PermissionGroup<Row> = { category: string; rows: Row[] };

/** Permissions by category, both in the order in which they came. */
export function groupsOf<Row extends ListedPermission>(
  rows: readonly Row[],
): PermissionGroup<Row>[] {
  const byCategory = Map.groupBy(rows, ({ category }) => category);
  return [...byCategory].map(([category, own]) => ({ category, rows: own }));
}

/** Permissions in whose name, sentence or id every word of the text occurs. */
export function searchPermissions<Row extends ListedPermission>(
  known: readonly Row[],
  text: string,
): readonly Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return known.filter(({ id, name, sentence }) => {
    const haystack = `${name} ${sentence} ${id}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
