import { permissionName } from "#components/access/permission-words.ts";
import type { Origin, Rule, Source } from "./rules.ts";

const list = new Intl.ListFormat("en", { type: "conjunction" });
const MAX_NAMED = 3;

type OriginNoteProps = { rule: Rule; origin: Origin | undefined };

/** Where a permission comes from beside what the role says, and what takes it away. */
export function OriginNote({ rule, origin }: OriginNoteProps) {
  const notes = origin ? notesOf(rule, origin) : [];
  if (notes.length === 0) return null;
  return <p className="mt-0.5 text-ink">{notes.join(" ")}</p>;
}

function notesOf(rule: Rule, { allowedBy, deniedBy, comesWith, fallsWith }: Origin): string[] {
  const isAllowed = allowedBy.length > 0 || comesWith.length > 0;
  const notes: string[] = [];
  if (deniedBy.length > 0) notes.push(`Denied by ${shortened(deniedBy)}.`);
  if (fallsWith.length > 0) {
    notes.push(`Denied, because ${shortened(fallsWith.map(permissionName))} is denied here.`);
  }
  if (allowedBy.length > 0) notes.push(`Inherited from ${shortened(allowedBy.map(sourceWords))}.`);
  if (comesWith.length > 0) {
    const named = comesWith.map((each) => sourceWords({ ...each, of: permissionName(each.of) }));
    notes.push(`Comes with ${shortened(named)}.`);
  }
  if (rule === "deny" && isAllowed) notes.push("This role takes it away.");
  return notes;
}

function sourceWords({ of, ownOnly }: Source): string {
  return ownOnly ? `${of} (only on own)` : of;
}

function shortened(names: readonly string[]): string {
  if (names.length <= MAX_NAMED) return list.format(names);
  return list.format([...names.slice(0, MAX_NAMED), `${names.length - MAX_NAMED} more`]);
}
