import type { PermissionRow, RoleRow } from "#lib/roles/schema";

export type Entry = RoleRow["entries"][number];

/** What a role says itself about a permission. */
export type Rule = "none" | "allow" | "own" | "deny";

export const ruleNames: Record<Rule, string> = {
  none: "Says nothing",
  allow: "Allows",
  own: "Allows on own",
  deny: "Denies",
};

export function ruleOf(entries: readonly Entry[], permission: string): Rule {
  const entry = entries.find((each) => each.permission === permission);
  if (!entry) return "none";
  if (entry.effect === "deny") return "deny";
  return entry.ownOnly ? "own" : "allow";
}

/** The entries with these permissions said so, and all others as they were; sorted. */
export function withRule(
  entries: readonly Entry[],
  permissions: readonly string[],
  rule: Rule,
): Entry[] {
  const changed = new Set(permissions);
  const kept = entries.filter(({ permission }) => !changed.has(permission));
  const effect = rule === "deny" ? "deny" : "allow";
  const said = rule === "none" ? [] : permissions;
  return [
    ...kept,
    ...said.map((permission): Entry => ({ permission, effect, ownOnly: rule === "own" })),
  ].sort((a, b) => (a.permission < b.permission ? -1 : 1));
}

/** Where a permission that a role does not name itself comes from, or what takes it away. */
export type Origin = {
  /** Names of the parents that allow it, also those that do so only on what one owns. */
  allowedBy: string[];
  deniedBy: string[];
  /** Ids of the role's own permissions that bring it with them. */
  comesWith: string[];
  /** Ids of what the role denies itself, without which it cannot be. */
  fallsWith: string[];
};

/**
 * What a draft comes to beside what it says: from its parents, and from what its permissions imply.
 * The same closure as lib/access/permission-space.ts: what is allowed brings what it implies, what is
 * denied takes away what implies it.
 */
export function originsOf(
  entries: readonly Entry[],
  parents: readonly RoleRow[],
  known: readonly PermissionRow[],
): ReadonlyMap<string, Origin> {
  const implied = impliedBy(known);
  return new Map(
    known.map(({ id }): [string, Origin] => [
      id,
      {
        allowedBy: namesOf(parents.filter((parent) => parent.permissions.includes(id))),
        deniedBy: namesOf(parents.filter((parent) => parent.denied.includes(id))),
        comesWith: entries
          .filter((each) => each.effect === "allow" && implied.get(each.permission)?.has(id))
          .map(({ permission }) => permission),
        fallsWith: entries
          .filter((each) => each.effect === "deny" && implied.get(id)?.has(each.permission))
          .map(({ permission }) => permission),
      },
    ]),
  );
}

function namesOf(roles: readonly RoleRow[]): string[] {
  return roles.map(({ name }) => name);
}

/** Everything that a permission implies, directly or not, without itself. */
function impliedBy(known: readonly PermissionRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map(known.map(({ id, implies }) => [id, implies]));
  return new Map(
    known.map(({ id }) => {
      const found = new Set(direct.get(id) ?? []);
      for (const each of found) for (const next of direct.get(each) ?? []) found.add(next);
      return [id, found];
    }),
  );
}
