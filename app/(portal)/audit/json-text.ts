/**
 * Characters that change how the text around them is shown, or are not shown at all: an audit log
 * must not be made to read otherwise than it is.
 */
const DECEPTIVE = /[[\p{Cc}\p{Cf}\u2028\u2029]--[\t\n]]/gv;

/** The text with such characters spelled out as JavaScript would escape them. */
export function visibleText(text: string): string {
  return text.replace(DECEPTIVE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** The members of an object or the items of an array, by name; null for everything else. */
export function membersOf(value: unknown): [name: string, value: unknown][] | null {
  if (typeof value !== "object" || value === null) return null;
  return Object.entries(value);
}

/** What a collapsed object or array holds: "{ 3 fields }". */
export function collapsedText(value: object): string {
  const count = Object.keys(value).length;
  if (Array.isArray(value)) return `[ ${count} ${count === 1 ? "item" : "items"} ]`;
  return `{ ${count} ${count === 1 ? "field" : "fields"} }`;
}

/** Whether there is nothing in it to show. */
export function isEmptyJson(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
