import { permissionName } from "#components/access/permission-words.ts";
import type { Tone } from "#components/ui/badge.tsx";
import { countOf, formatNumber } from "#components/ui/format-number.ts";
import type {
  LineCounts,
  LineState,
  LineSubject,
  Named,
  ReviewState,
  ScopeKind,
  UseShown,
} from "#lib/governance/reviews/schema";

const states: Record<LineState, { label: string; tone: Tone }> = {
  undecided: { label: "Undecided", tone: "info" },
  asked: { label: "Asked", tone: "warning" },
  kept: { label: "Kept", tone: "neutral" },
  revoked: { label: "Revoked", tone: "neutral" },
  gone: { label: "Gone", tone: "neutral" },
  failed: { label: "Not revoked", tone: "danger" },
};

/** Takes any text, because the URL may hold any. */
export function stateLabel(state: string): string {
  return Object.hasOwn(states, state) ? states[state as LineState].label : state;
}

export function stateTone(state: LineState): Tone {
  return states[state].tone;
}

const uses: Record<UseShown, string> = {
  never: "Never used",
  long_ago: "More than 90 days ago",
  lately: "In the last 90 days",
};

/** Takes any text, because the URL may hold any. */
export function lastUseLabel(use: string): string {
  return Object.hasOwn(uses, use) ? uses[use as UseShown] : use;
}

export const reviewStateWords: Record<ReviewState, { label: string; tone: Tone }> = {
  running: { label: "Running", tone: "success" },
  closing: { label: "Closing", tone: "warning" },
  closed: { label: "Closed", tone: "neutral" },
};

const scopeNouns: Record<ScopeKind, [one: string, many: string]> = {
  roles: ["role", "roles"],
  groups: ["group", "groups"],
  apps: ["app", "apps"],
};

/** As many are named; the others are counted. */
const NAMED = 3;

/** "The role Accountant", "The groups Night shift, Sales and 2 more". */
export function scopeWords(kind: ScopeKind, scope: readonly Named[]): string {
  const [one, many] = scopeNouns[kind];
  const names = scope.slice(0, NAMED).map(({ name }) => name);
  const left = scope.length - names.length;
  const all = left > 0 ? [...names, `${left} more`] : names;
  const list = new Intl.ListFormat("en", { type: "conjunction" }).format(all);
  return `The ${scope.length === 1 ? one : many} ${list}`;
}

type Subject = Pick<LineSubject, "kind" | "person" | "group" | "role" | "grant">;

/** Whose access a line is about. */
export function whoWords({ person, group }: Pick<Subject, "person" | "group">): string {
  return person?.name ?? `Group ${group?.name ?? ""}`;
}

/** What they have: "Accountant", "In the group Sales", "Read documents on project p1". */
export function whatWords({ kind, group, role, grant }: Subject): string {
  if (kind === "membership") return `In the group ${group?.name ?? ""}`;
  if (!grant) return role?.name ?? "";
  const { permission, resourceType, resourceId } = grant;
  const where = resourceId === null ? `every ${resourceType}` : `${resourceType} ${resourceId}`;
  return `${permissionName(permission)} on ${where}`;
}

/** A line in words: "Ada: Accountant". */
export function lineWords(line: Subject): string {
  return `${whoWords(line)}: ${whatWords(line)}`;
}

export const linesCount = (count: number) => countOf(count, "line", "lines");

/** How much is decided, as a whole percentage that is 100 only when nothing is left. */
export function decidedPercent(counts: LineCounts, total: number): number {
  if (total === 0) return 100;
  return Math.floor(((total - counts.undecided - counts.asked) / total) * 100);
}

/** "12 undecided, 3 asked, 40 kept, 5 revoked": whatever there is. */
export function countsWords(counts: LineCounts): string {
  const said: [LineState, string][] = [
    ["undecided", "undecided"],
    ["asked", "asked"],
    ["kept", "kept"],
    ["revoked", "revoked"],
    ["gone", "gone"],
    ["failed", "not revoked"],
  ];
  return said
    .filter(([state]) => counts[state] > 0)
    .map(([state, word]) => `${formatNumber(counts[state])} ${word}`)
    .join(", ");
}
