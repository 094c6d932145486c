import { permissionName } from "#components/access/permission-words.ts";

const list = new Intl.ListFormat("en", { type: "conjunction" });

/** "A, B and C" or, with more than `limit` of them, "A, B and 9 more". */
export function permissionNames(ids: readonly string[], limit = 12): string {
  const names = ids.map(permissionName);
  if (names.length <= limit) return list.format(names);
  return list.format([...names.slice(0, limit), `${names.length - limit} more`]);
}
