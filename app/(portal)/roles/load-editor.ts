import type { Actor } from "#lib/access/actor";
import { decide } from "#lib/access/decide";
import type { Grant } from "#lib/core/grant";
import { listPermissions, listRoles } from "#lib/roles/queries";
import type { PermissionRow, RoleRow } from "#lib/roles/schema";

/** What every editor of a role works with. */
export type EditorData = {
  known: readonly PermissionRow[];
  /** Ids of what the editor may do. */
  held: readonly string[];
  roles: readonly RoleRow[];
};

export async function loadEditor(grant: Grant<"role.read">, actor: Actor): Promise<EditorData> {
  const [known, roles] = await Promise.all([listPermissions(grant), listRoles(grant)]);
  const held = known.map(({ id }) => id).filter((id) => decide(actor.access, id));
  return { known, held, roles };
}
