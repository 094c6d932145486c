import type { RoleEntry } from "#lib/authz/engine/facts";
import type { PermissionUsage, RoleUsageDetail } from "#lib/governance/unused/schema";

/** A line of what the smaller role could say. */
export type Line = {
  entry: RoleEntry;
  /**
   * `used` and `unused` stand in the role now; `instead` would be new, because something that
   * includes it goes; a denial stays.
   */
  kind: "used" | "unused" | "instead" | "denial";
  usage: PermissionUsage | null;
};

/** What the role says now and what is proposed, one line a permission: what to decide comes first. */
export function linesOf({ entries, proposal, permissions }: RoleUsageDetail): Line[] {
  const usages = new Map(permissions.map((usage) => [usage.permission, usage]));
  const proposed = new Map(proposal.map((entry) => [entry.permission, entry]));
  const said = new Set(entries.map(({ permission }) => permission));
  const kindOf = ({ permission, effect }: RoleEntry): Line["kind"] => {
    if (effect === "deny") return "denial";
    return proposed.has(permission) ? "used" : "unused";
  };
  const lines = entries.map((entry): Line => {
    // Something used everywhere that this role itself says only of one's own is proposed everywhere.
    const shown = proposed.get(entry.permission) ?? entry;
    return { entry: shown, kind: kindOf(entry), usage: usages.get(entry.permission) ?? null };
  });
  const added = proposal
    .filter(({ permission }) => !said.has(permission))
    .map((entry): Line => {
      return { entry, kind: "instead", usage: usages.get(entry.permission) ?? null };
    });
  const order = { unused: 0, instead: 1, used: 2, denial: 3 };
  return [...lines, ...added].sort(
    (a, b) => order[a.kind] - order[b.kind] || lastUse(a) - lastUse(b),
  );
}

function lastUse({ usage }: Line): number {
  return usage?.lastUsedAt ? Date.parse(usage.lastUsedAt) : 0;
}

/** Permissions that the role keeps as it is proposed. */
export function proposedChoice(lines: readonly Line[]): ReadonlySet<string> {
  return new Set(
    lines.filter(({ kind }) => kind !== "unused").map(({ entry }) => entry.permission),
  );
}

/** Permissions that the role keeps when nothing changes. */
export function presentChoice(lines: readonly Line[]): ReadonlySet<string> {
  return new Set(
    lines.filter(({ kind }) => kind !== "instead").map(({ entry }) => entry.permission),
  );
}

/** What the role would say, sorted as roles are. */
export function chosenEntries(lines: readonly Line[], kept: ReadonlySet<string>): RoleEntry[] {
  return lines
    .filter(({ entry, kind }) => kind === "denial" || kept.has(entry.permission))
    .map(({ entry }) => entry)
    .sort((a, b) => (a.permission < b.permission ? -1 : 1));
}

/** Whether a role that says this says anything else than now. */
export function isChanged(now: readonly RoleEntry[], then: readonly RoleEntry[]): boolean {
  const keysOf = (entries: readonly RoleEntry[]) =>
    entries.map((each) => `${each.permission} ${each.effect} ${each.ownOnly}`).sort();
  return keysOf(now).join("\n") !== keysOf(then).join("\n");
}

/** What the role comes to besides what it says: inherited, or because something includes it. */
export function othersOf(role: RoleUsageDetail): PermissionUsage[] {
  const { entries, proposal, permissions, builtIn } = role;
  // What is proposed in place of more stands among what the role says; of a built-in one nothing is.
  const shown = builtIn ? entries : [...entries, ...proposal];
  const said = new Set(shown.map(({ permission }) => permission));
  return permissions
    .filter(({ permission }) => !said.has(permission))
    .sort(
      (a, b) =>
        Number(a.isNeeded) - Number(b.isNeeded) ||
        (a.lastUsedAt ?? "").localeCompare(b.lastUsedAt ?? ""),
    );
}
