import { addBits, type Bits, setBit } from "../../core/bits.ts";
import { OWNER_PROPERTY } from "../catalogue/resource-types.ts";
import {
  type BuiltInRole,
  builtInRoles,
  type HeldRole,
  isBuiltInRole,
  matching,
} from "../catalogue/roles.ts";
import { type IdFormat, PERSON_TYPE } from "../catalogue/subject-types.ts";
import { type Conditions, compileConditions } from "./conditions.ts";
import type { PolicyFacts, RoleEntry, RoleFact, SodRuleFact } from "./facts.ts";
import { PermissionSpace } from "./permission-space.ts";

/** What a role allows and denies, with all that it inherits. Denials are not yet subtracted. */
export type CompiledRole = {
  held: HeldRole;
  allow: Bits;
  own: Bits;
  deny: Bits;
  /** What whoever has it may give without having it: a portal's administrator is not one of every product. */
  administers: Bits;
  /** Itself and every role that it inherits from. */
  lineage: ReadonlySet<string>;
};

/** A tenant's roles, ready for deciding. */
export type Policy = {
  /** Bits of one version mean nothing in another: products' permissions come and go. */
  version: string;
  space: PermissionSpace;
  roles: ReadonlyMap<string, CompiledRole>;
  /** What nobody in the tenant may do, whatever their roles say: modules that are switched off. */
  off: Bits;
  sodRules: readonly SodRuleFact[];
  /** Registered types that name their owner in a property of their own. */
  ownerTypes: ReadonlySet<string>;
  /** Types of subjects that are people, each with what searches name them by; null when nothing is said. */
  subjectTypes: ReadonlyMap<string, IdFormat | null>;
  /** Which permissions a question needs beside the one that it names. */
  conditions: Conditions;
  /** In which property of a question a type's resources name their owner. */
  ownerPropertyOf(resourceType: string): string;
};

/**
 * Flattens a tenant's roles. What a role inherits is the union over all roles above it, so the order
 * does not matter, and a role that names a parent that is gone gets nothing from it.
 */
export function compilePolicy(facts: PolicyFacts): Policy {
  const space = new PermissionSpace(facts.productPermissions, facts.closedTypes);
  const stored = new Map(facts.roles.map((role) => [role.id, role]));
  const own = new Map(facts.roles.map((role) => [role.id, compileOwn(space, role)]));
  const roles = new Map<string, CompiledRole>();
  for (const role of facts.roles) {
    const lineage = withAncestors(role.id, (id) => parentsOf(stored.get(id)));
    const compiled = { held: heldRole(role), ...nothing(space), lineage };
    for (const ancestor of lineage) {
      const said = own.get(ancestor);
      if (!said) continue;
      addBits(compiled.allow, said.allow);
      addBits(compiled.own, said.own);
      addBits(compiled.deny, said.deny);
      addBits(compiled.administers, said.administers);
    }
    roles.set(role.id, compiled);
  }
  const off = space.none();
  for (const module of facts.disabledModules) addBits(off, space.deniedWith(module));
  return {
    version: facts.version,
    space,
    roles,
    off,
    sodRules: facts.sodRules,
    ownerTypes: new Set(Object.keys(facts.ownerProperties)),
    subjectTypes: new Map([[PERSON_TYPE, null], ...Object.entries(facts.subjectTypes)]),
    conditions: compileConditions(facts.conditions),
    ownerPropertyOf: (type) => facts.ownerProperties[type] ?? OWNER_PROPERTY,
  };
}

/** A role and all above it, each once, however the stored graph looks. */
export function withAncestors(
  id: string,
  parents: (id: string) => readonly string[],
): ReadonlySet<string> {
  const found = new Set([id]);
  for (const each of found) for (const parent of parents(each)) found.add(parent);
  return found;
}

/** These roles and all that inherit from one of them. */
export function descendantsOf(ids: readonly string[], roles: readonly RoleFact[]): Set<string> {
  const found = new Set(ids);
  for (const each of found) {
    for (const role of roles) if (parentsOf(role).includes(each)) found.add(role.id);
  }
  return found;
}

/** A built-in role's parents stand in the code. */
export function parentsOf(role: RoleFact | undefined): readonly string[] {
  if (!role) return [];
  return isBuiltInRole(role.id) ? builtInRoles[role.id].parents : role.parents;
}

/** What a role says itself; a built-in one says it in the code, with wildcards. */
export function entriesOf(space: PermissionSpace, role: RoleFact): readonly RoleEntry[] {
  if (!isBuiltInRole(role.id)) return role.entries;
  const { allows }: BuiltInRole = builtInRoles[role.id];
  const named = new Set(allows.flatMap((pattern) => matching(pattern, space.open)));
  return [...named].map((permission) => ({ permission, effect: "allow", ownOnly: false }));
}

function heldRole({ id, name, description }: RoleFact): HeldRole {
  if (!isBuiltInRole(id)) return { id, name, sentence: description };
  return { id, name: builtInRoles[id].name, sentence: builtInRoles[id].sentence };
}

type Said = Pick<CompiledRole, "allow" | "own" | "deny" | "administers">;

function nothing(space: PermissionSpace): Said {
  return {
    allow: space.none(),
    own: space.none(),
    deny: space.none(),
    administers: space.none(),
  };
}

function isForAll({ allows }: BuiltInRole): boolean {
  return allows.includes("*");
}

function compileOwn(space: PermissionSpace, role: RoleFact): Said {
  const compiled = nothing(space);
  for (const { permission, effect, ownOnly } of entriesOf(space, role)) {
    if (effect === "deny") addBits(compiled.deny, space.deniedWith(permission));
    else addBits(ownOnly ? compiled.own : compiled.allow, space.allowedWith(permission));
  }
  if (isBuiltInRole(role.id) && isForAll(builtInRoles[role.id]) && space.open !== space.ids) {
    const open = new Set(space.open);
    for (const [index, id] of space.ids.entries()) {
      if (!open.has(id)) setBit(compiled.administers, index);
    }
  }
  return compiled;
}
