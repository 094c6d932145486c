import { type Access, accessOfRole, compileAccess } from "../../authz/engine/access.ts";
import { decide, type Target, targetOf } from "../../authz/engine/decide.ts";
import type { RoleFact } from "../../authz/engine/facts.ts";
import type { PermissionSpace } from "../../authz/engine/permission-space.ts";
import { entriesOf, type Policy } from "../../authz/engine/policy.ts";
import type { PersonFacts } from "../../authz/store/read-facts.ts";
import type { Place } from "../../authz/store/read-target.ts";
import { addBits, type Bits, hasBit } from "../../core/bits.ts";
import type { CellCode, MatrixColumn } from "./schema.ts";

type Column = Pick<MatrixColumn, "id" | "on">;

/** What a role does about each permission, and whether it says so itself. */
export function roleCells(policy: Policy, role: RoleFact, columns: readonly Column[]): string {
  const access = accessOfRole(policy, role.id);
  const said = saidBy(policy.space, role);
  const codes = columns.map(({ id }): CellCode => {
    const index = policy.space.indexOf(id);
    if (index === undefined) return ".";
    if (hasBit(access.deny, index)) return deniedBy(policy, index, said.deny);
    if (decide(access, id)) return hasBit(said.allow, index) ? "A" : "a";
    if (hasBit(access.own, index)) return hasBit(said.own, index) ? "O" : "o";
    return ".";
  });
  return codes.join("");
}

function deniedBy({ off }: Policy, index: number, said: Bits): CellCode {
  if (hasBit(off, index)) return "x";
  return hasBit(said, index) ? "D" : "d";
}

type Said = Record<"allow" | "own" | "deny", Bits>;

/** A role's own entries with what they imply, without what it inherits. */
function saidBy(space: PermissionSpace, role: RoleFact): Said {
  const said: Said = { allow: space.none(), own: space.none(), deny: space.none() };
  for (const { permission, effect, ownOnly } of entriesOf(space, role)) {
    if (effect === "deny") addBits(said.deny, space.deniedWith(permission));
    else addBits(ownOnly ? said.own : said.allow, space.allowedWith(permission));
  }
  return said;
}

/** Where registered resources lie, by `keyOf`; what is not there lies under nothing. */
export type Places = ReadonlyMap<string, Place>;

/**
 * What a person may do about each permission at a moment, as the one decision answers it: about the
 * tenant as a whole, about something that they own, and about each place where they were given
 * something.
 */
export function personCells(
  policy: Policy,
  facts: PersonFacts,
  columns: readonly Column[],
  at: number,
  places: Places = new Map(),
): string {
  const access = compileAccess(policy, facts, at);
  // What roles that exclude each other would allow if they were chosen.
  const chosen = access.inactive.length > 0 ? compileAccess(policy, facts, at, "all") : null;
  const codes = columns.map((column): CellCode => {
    const index = policy.space.indexOf(column.id);
    if (index === undefined) return ".";
    if (hasBit(access.deny, index)) return hasBit(policy.off, index) ? "x" : "D";
    const code = allowedTo(access, index, column, places);
    return code === "." && chosen && mayDo(chosen, index, column) ? "C" : code;
  });
  return codes.join("");
}

function allowedTo(access: Access, index: number, column: Column, places: Places): CellCode {
  const on = [...access.resources];
  if (decide(access, column.id)) {
    return on.some(([, { deny }]) => hasBit(deny, index)) ? "E" : "A";
  }
  const isSome = on.some(
    ([key, { allow }]) =>
      hasBit(allow, index) && decide(access, column.id, targetAt(column, key, places)),
  );
  if (mayDo(access, index, column)) return isSome ? "P" : "O";
  return isSome ? "S" : ".";
}

/** Whether it is allowed everywhere, or at least on something that the person owns. */
function mayDo(access: Access, index: number, { id, on }: Column): boolean {
  if (decide(access, id)) return true;
  if (!hasBit(access.own, index)) return false;
  const owner = access.identifiers[0] ?? null;
  return decide(access, id, targetOf({ type: on ?? "", id: "", owner, ancestors: [] }));
}

/**
 * Something that the permission is about and that lies where something was given: the resource
 * itself, or one of the permission's kind right below it.
 * @param key of `access.resources`.
 */
function targetAt({ on }: Column, key: string, places: Places): Target {
  const slash = key.indexOf("/");
  const type = slash < 0 ? key : key.slice(0, slash);
  const there = { type, id: slash < 0 ? "" : key.slice(slash + 1) };
  const above = places.get(key)?.ancestors ?? [];
  if (on === null || on === type) return targetOf({ ...there, owner: null, ancestors: above });
  return targetOf({ type: on, id: "", owner: null, ancestors: [there, ...above] });
}
