import type { PermissionRow, RoleRow } from "#lib/access/roles/schema";

export type Entry = RoleRow["entries"][number];

/** What an editor needs of a role that another one can inherit from. */
export type RoleChoice = Pick<RoleRow, "id" | "name" | "permissions" | "ownOnly" | "denied">;

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

/** What a role comes to about a permission. */
export type Outcome = "everywhere" | "own" | "denied" | "nothing";

/** What brings a permission; with `ownOnly` only on what one owns. */
export type Source = { of: string; ownOnly: boolean };

/** Where a permission that a role does not name itself comes from, or what takes it away. */
export type Origin = {
  /** Names of the parents that allow it. */
  allowedBy: Source[];
  /** Names of the parents that deny it. */
  deniedBy: string[];
  /** Ids of the role's own permissions that bring it with them. */
  comesWith: Source[];
  /** Ids of what the role denies itself, without which it cannot be. */
  fallsWith: string[];
};

/**
 * What a draft comes to beside what it says: from its parents, and from what its permissions imply.
 * The same closure as lib/authz/engine/permission-space.ts: what is allowed brings what it implies, what is
 * denied takes away what implies it.
 */
export function originsOf(
  entries: readonly Entry[],
  parents: readonly RoleChoice[],
  known: readonly PermissionRow[],
): ReadonlyMap<string, Origin> {
  const implied = impliedBy(known);
  return new Map(
    known.map(({ id }): [string, Origin] => [
      id,
      {
        allowedBy: parents
          .filter((parent) => parent.permissions.includes(id))
          .map(({ name, ownOnly }) => ({ of: name, ownOnly: ownOnly.includes(id) })),
        deniedBy: parents.filter((parent) => parent.denied.includes(id)).map(({ name }) => name),
        comesWith: entries
          .filter((each) => each.effect === "allow" && implied.get(each.permission)?.has(id))
          .map(({ permission, ownOnly }) => ({ of: permission, ownOnly })),
        fallsWith: entries
          .filter((each) => each.effect === "deny" && implied.get(id)?.has(each.permission))
          .map(({ permission }) => permission),
      },
    ]),
  );
}

/** What all of it together comes to, as lib/authz/engine/policy.ts decides it: a denial wins. */
export function outcomeOf(rule: Rule, origin: Origin | undefined): Outcome {
  const { allowedBy = [], deniedBy = [], comesWith = [], fallsWith = [] } = origin ?? {};
  if (rule === "deny" || deniedBy.length + fallsWith.length > 0) return "denied";
  const sources = [...allowedBy, ...comesWith];
  if (rule === "allow" || sources.some(({ ownOnly }) => !ownOnly)) return "everywhere";
  return rule === "own" || sources.length > 0 ? "own" : "nothing";
}

/** Ids of what it comes to, also of what it allows only on what one owns. */
export function allowedOf(
  entries: readonly Entry[],
  origins: ReadonlyMap<string, Origin>,
): string[] {
  return [...origins].flatMap(([id, origin]) => {
    const outcome = outcomeOf(ruleOf(entries, id), origin);
    return outcome === "everywhere" || outcome === "own" ? [id] : [];
  });
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
