/** A JSON object whose members nobody has checked yet. */
export type Fields = { readonly [key: string]: unknown };

const none: Fields = {};

/** The value as an object; an empty one when it is anything else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : none;
}

/** Whether the value is a JSON object (an array is none). */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value when it is a text with something in it. CloudTrail writes "" for what it lacks. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The first of the values that is a text of at most `max` characters: ids are never cut. */
export function firstFitting(max: number, values: readonly unknown[]): string | undefined {
  return values.map(textOf).find((text) => text !== undefined && text.length <= max);
}

/** What people read may be cut to its column; the source form beside it keeps the whole. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Half of a surrogate pair at the end would make the event unfit to be stored.
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The texts at a dotted path; lists on the way are entered. */
export function textsAt(value: unknown, path: string): string[] {
  let found: unknown[] = [value];
  for (const key of path.split(".")) {
    found = found.flatMap((item) => fieldsOf(item)[key]);
  }
  return found.filter((item) => typeof item === "string" && item !== "") as string[];
}
