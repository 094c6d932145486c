import { hasBit } from "../../core/bits.ts";
import { GatehouseError } from "../../core/errors.ts";
import { namesOf } from "../catalogue/permissions.ts";
import type { Access } from "./access.ts";
import { reaches } from "./blast-radius.ts";
import type { RoleEntry, RoleFact } from "./facts.ts";
import { type CompiledRole, descendantsOf, type Policy, parentsOf } from "./policy.ts";

/**
 * Nobody manages a role that allows or denies what they may not do themselves, nor one that others
 * inherit from which do: giving is as forbidden as locking somebody out.
 * @throws GatehouseError permission_denied
 */
export function requireManageable(
  access: Access,
  policy: Policy,
  roleId: string,
  roles: readonly RoleFact[],
): void {
  for (const id of descendantsOf([roleId], roles)) {
    const role = policy.roles.get(id);
    const lacking = lackingFor(access, policy, id);
    if (!role || lacking.length === 0) continue;
    const which = id === roleId ? role.held.name : `${role.held.name}, which inherits from it,`;
    const message = `${which} allows more than you may do yourself: ${namesOf(lacking)}.`;
    throw new GatehouseError("permission_denied", message);
  }
}

/** What a role allows or denies that somebody may not do. */
export function lackingFor(access: Access, policy: Policy, roleId: string): string[] {
  const role = policy.roles.get(roleId);
  return role ? saidBy(role, policy).filter((each) => !mayGive(access, each)) : [];
}

/** Whether somebody has a permission everywhere, or may give it without having it. */
export function mayGive(access: Access, permission: string): boolean {
  return reaches(access, { permission, reach: "everywhere" });
}

function saidBy({ allow, own, deny, administers }: CompiledRole, { space }: Policy): string[] {
  const said = [allow, own, deny, administers];
  return space.ids.filter((_, index) => said.some((bits) => hasBit(bits, index)));
}

/** @throws GatehouseError invalid_input for permissions that do not exist or the actor lacks. */
export function requireGrantable(
  access: Access,
  policy: Policy,
  entries: readonly RoleEntry[],
): void {
  const wanted = entries.map(({ permission }) => permission);
  const unknown = wanted.filter((id) => policy.space.indexOf(id) === undefined);
  if (unknown.length > 0) throw invalid("entries", `There is no permission ${unknown.join(", ")}.`);
  const lacking = wanted.filter((id) => !mayGive(access, id));
  if (lacking.length === 0) return;
  throw invalid("entries", `You cannot give or deny what you lack: ${namesOf(lacking)}.`);
}

/** @throws GatehouseError invalid_input when a parent is unknown, or the roles would form a circle. */
export function requireNoCircle(
  roles: readonly RoleFact[],
  role: Pick<RoleFact, "id" | "name" | "parents">,
): void {
  const known = new Map(roles.map((each) => [each.id, each]));
  const missing = role.parents.find((id) => !known.has(id));
  if (missing) throw invalid("parents", `There is no role ${missing} to inherit from.`);
  const path = findPath(role.parents, role.id, (id) => parentsOf(known.get(id)));
  if (!path) return;
  const names = [role.id, ...path].map((id) => (id === role.id ? role.name : known.get(id)?.name));
  throw invalid("parents", `Roles cannot inherit in a circle: ${names.join(" > ")}.`);
}

/** The ids on a way from one of `from` up to `to`, ending with it; null when there is none. */
function findPath(
  from: readonly string[],
  to: string,
  parents: (id: string) => readonly string[],
): string[] | null {
  const cameFrom = new Map<string, string | null>(from.map((id) => [id, null]));
  for (const id of cameFrom.keys()) {
    if (id === to) {
      const path = [id];
      for (let at = cameFrom.get(id); at; at = cameFrom.get(at)) path.unshift(at);
      return path;
    }
    for (const parent of parents(id)) if (!cameFrom.has(parent)) cameFrom.set(parent, id);
  }
  return null;
}

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
