import type { RoleRow } from "#lib/access/roles/schema";
import { type PermissionId, permissions } from "#lib/authz/catalogue/permissions";
import { permissionNames } from "./words.ts";

type Held = ReadonlySet<string>;

/** The server decides the same way; these say beforehand what it would refuse, and why. */
function whyBeyond(role: RoleRow, held: Held): string | null {
  const said = new Set([...role.permissions, ...role.denied]);
  const lacking = [...said].filter((id) => !held.has(id));
  if (lacking.length === 0) return null;
  return `This role allows more than you may do yourself: ${permissionNames(lacking, 3)}.`;
}

function needs(permission: PermissionId, held: Held, what: string): string | null {
  if (held.has(permission)) return null;
  return `${what} needs the permission “${permissions[permission].name}”, which you do not have.`;
}

/** Why this person cannot change the role; null when they can. */
export function whyNotEdited(role: RoleRow, held: Held): string | null {
  if (role.builtIn) {
    const copy = held.has("role.create") ? " Duplicate it to make a role of your own from it." : "";
    return `Built-in roles cannot be changed.${copy}`;
  }
  const beyond = whyBeyond(role, held);
  const lacks = needs("role.update", held, "Changing this role");
  return lacks ?? (beyond && `${beyond} You cannot change it.`);
}

/** Why this person cannot give the role to others or take it from them. */
export function whyNotAssigned(role: RoleRow, held: Held): string | null {
  const beyond = whyBeyond(role, held);
  const lacks = needs("role.assign", held, "Adding and removing people");
  return lacks ?? (beyond && `${beyond} You cannot add or remove people.`);
}

/** Why the role cannot be deleted by this person. */
export function whyNotDeleted(role: RoleRow, held: Held): string | null {
  const beyond = whyBeyond(role, held);
  return beyond && `${beyond} You cannot delete it.`;
}
