import type { RoleRow } from "#lib/roles/schema";
import { type Page, pageOf } from "../../page-of.ts";
import type { ListedRole } from "./roles-table.tsx";

export const PAGE_SIZE = 100;

/** One page of roles in whose name or description the text occurs. */
export function listPage(
  roles: readonly RoleRow[],
  text: string | undefined,
  cursor: string | undefined,
): Page<ListedRole> {
  const wanted = text?.trim().toLowerCase() ?? "";
  const found = roles.filter(({ name, description }) =>
    `${name}\n${description}`.toLowerCase().includes(wanted),
  );
  const { rows, ...cursors } = pageOf(found, cursor, PAGE_SIZE);
  return { rows: rows.map(listed), ...cursors };
}

/** Without the ids of its permissions: the list shows only how many they are. */
function listed({ entries, permissions, ownOnly, denied, ...role }: RoleRow): ListedRole {
  return { ...role, permissionCount: permissions.length };
}
