import type { RoleRow } from "#lib/roles/schema";
import type { ListedRole } from "./roles-table.tsx";

export const PAGE_SIZE = 100;

type ListPage = {
  rows: ListedRole[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/**
 * One page of roles in whose name or description the text occurs. All of them are in the cache
 * anyway; what takes time is a table of hundreds of rows.
 * @param cursor how many come before the page, as an earlier page said; the first one when damaged.
 */
export function listPage(
  roles: readonly RoleRow[],
  text: string | undefined,
  cursor: string | undefined,
): ListPage {
  const wanted = text?.trim().toLowerCase() ?? "";
  const found = roles.filter(({ name, description }) =>
    `${name}\n${description}`.toLowerCase().includes(wanted),
  );
  const start = cursor && /^\d{1,6}$/.test(cursor) ? Number(cursor) : 0;
  const end = start + PAGE_SIZE;
  return {
    rows: found.slice(start, end).map(listed),
    nextCursor: end < found.length ? String(end) : null,
    previousCursor: start > 0 ? String(Math.max(0, start - PAGE_SIZE)) : null,
  };
}

/** Without the ids of its permissions: the list shows only how many they are. */
function listed({ entries, permissions, ownOnly, denied, ...role }: RoleRow): ListedRole {
  return { ...role, permissionCount: permissions.length };
}
