import { type PermissionId, permissions } from "#lib/access/permissions";

type PermissionGroup = { category: string; ids: PermissionId[] };

const everyPermission = Object.keys(permissions) as PermissionId[];

/** Permissions by category, both in the catalogue's order. */
export function groupsOf(chosen: Iterable<PermissionId>): PermissionGroup[] {
  const wanted = new Set(chosen);
  const ids = everyPermission.filter((id) => wanted.has(id));
  const byCategory = Object.groupBy(ids, (id) => permissions[id].category);
  return Object.entries(byCategory).map(([category, own = []]) => ({ category, ids: own }));
}

/** Permissions in whose name, sentence or id every word of the text occurs. */
export function searchPermissions(text: string): PermissionId[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return everyPermission.filter((id) => {
    const { name, sentence } = permissions[id];
    const haystack = `${name} ${sentence} ${id}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
