import { isPermissionId } from "../../authz/catalogue/permissions.ts";
import { builtInRoles } from "../../authz/catalogue/roles.ts";
import type { RoleFact } from "../../authz/engine/facts.ts";
import { PermissionSpace } from "../../authz/engine/permission-space.ts";
import { entriesOf } from "../../authz/engine/policy.ts";
import { hasBit } from "../../core/bits.ts";

/** What can make a difference to a question about one permission. */
export type Relevant = {
  permission: string;
  /** Permissions that bring it with them. */
  allowing: ReadonlySet<string>;
  /** Permissions without which nobody has it. */
  denying: ReadonlySet<string>;
  /** Built-in roles that allow it themselves. */
  builtIn: readonly string[];
};

/** @param permission the catalogue's, or one that a product has registered at some time. */
export function relevantTo(permission: string): Relevant {
  const space = new PermissionSpace(isPermissionId(permission) ? [] : [permission]);
  const index = space.indexOf(permission) ?? -1;
  const allowing = space.ids.filter((id) => hasBit(space.allowedWith(id), index));
  const denying = space.ids.filter((id) => hasBit(space.deniedWith(id), index));
  const says = new Set(allowing);
  const builtIn = Object.keys(builtInRoles).filter((id) =>
    entriesOf(space, bare(id)).some((entry) => says.has(entry.permission)),
  );
  return { permission, allowing: says, denying: new Set(denying), builtIn };
}

/** A role of which nothing but the id is known. */
export function bare(id: string): RoleFact {
  return { id, name: "", description: "", parents: [], entries: [] };
}
