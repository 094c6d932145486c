import type { Origin, Rule } from "./rules.ts";

const list = new Intl.ListFormat("en", { type: "conjunction" });
const MAX_NAMED = 3;

type OriginNoteProps = {
  rule: Rule;
  origin: Origin | undefined;
  names: ReadonlyMap<string, string>;
};

/** Where a permission comes from beside what the role says, and what takes it away. */
export function OriginNote({ rule, origin, names }: OriginNoteProps) {
  const notes = origin ? notesOf(rule, origin, names) : [];
  if (notes.length === 0) return null;
  return <p className="mt-0.5 text-ink">{notes.join(" ")}</p>;
}

function notesOf(rule: Rule, origin: Origin, names: ReadonlyMap<string, string>): string[] {
  const { allowedBy, deniedBy, comesWith, fallsWith } = origin;
  const named = (ids: readonly string[]) => shortened(ids.map((id) => names.get(id) ?? id));
  const isAllowed = allowedBy.length > 0 || comesWith.length > 0;
  const notes: string[] = [];
  if (deniedBy.length > 0) notes.push(`Denied by ${shortened(deniedBy)}.`);
  if (fallsWith.length > 0) notes.push(`Denied, because ${named(fallsWith)} is denied here.`);
  if (allowedBy.length > 0) notes.push(`Inherited from ${shortened(allowedBy)}.`);
  if (comesWith.length > 0) notes.push(`Comes with ${named(comesWith)}.`);
  if (rule === "deny" && isAllowed) notes.push("This role takes it away.");
  return notes;
}

function shortened(names: readonly string[]): string {
  if (names.length <= MAX_NAMED) return list.format(names);
  return list.format([...names.slice(0, MAX_NAMED), `${names.length - MAX_NAMED} more`]);
}
