import type { RoleRow } from "#lib/access/roles/schema";
import { type Page, pageOf } from "../../../page-of.ts";
import type { ListedRole } from "./roles-table.tsx";

export const PAGE_SIZE = 100;

/**
 * One page of roles in whose name or description the text occurs.
 * @param holders how many people have each role now.
 */
export function listPage(
  roles: readonly RoleRow[],
  holders: ReadonlyMap<string, number>,
  text: string | undefined,
  cursor: string | undefined,
): Page<ListedRole> {
  const wanted = text?.trim().toLowerCase() ?? "";
  const found = roles.filter(({ name, description }) =>
    `${name}\n${description}`.toLowerCase().includes(wanted),
  );
  const { rows, ...cursors } = pageOf(found, cursor, PAGE_SIZE);
  return { rows: rows.map((role) => listed(role, holders)), ...cursors };
}

/** Without the ids of its permissions, and whom it was given to: the list shows how many have it. */
function listed(
  { entries, permissions, ownOnly, denied, givenPeopleCount, givenGroupCount, ...role }: RoleRow,
  holders: ReadonlyMap<string, number>,
): ListedRole {
  const holderCount = holders.get(role.id) ?? 0;
  return { ...role, holderCount, permissionCount: permissions.length };
}
