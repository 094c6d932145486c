import { listPermissions, listRoles } from "#lib/access/roles/queries";
import type { PermissionRow } from "#lib/access/roles/schema";
import { mayGive } from "#lib/authz/engine/role-limits";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { type PackedChoices, packChoices } from "./packed-choices.ts";

/** What every editor of a role works with. */
export type EditorData = {
  known: readonly PermissionRow[];
  /** Ids of what the editor may do, or give. */
  held: readonly string[];
  choices: PackedChoices;
};

export async function loadEditor(grant: Grant<"role.read">, actor: Actor): Promise<EditorData> {
  const [known, roles] = await Promise.all([listPermissions(grant), listRoles(grant)]);
  const held = known.map(({ id }) => id).filter((id) => mayGive(actor.access, id));
  // Of hundreds of roles a page needs only what somebody could inherit.
  return { known, held, choices: packChoices(roles) };
}
