import { permissionName } from "#components/access/permission-words.ts";

const number = new Intl.NumberFormat("en");
const list = new Intl.ListFormat("en", { type: "conjunction" });

/** "1 permission", "2,000 permissions". */
export function countOf(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

export const peopleOf = (count: number) => countOf(count, "person", "people");
export const permissionsCount = (count: number) => countOf(count, "permission", "permissions");

/** "A, B and C" or, with more than `limit` of them, "A, B and 9 more". */
export function permissionNames(ids: readonly string[], limit = 12): string {
  const names = ids.map(permissionName);
  if (names.length <= limit) return list.format(names);
  return list.format([...names.slice(0, limit), `${names.length - limit} more`]);
}
