import { isKeptNumber } from "#lib/core/kept-json";

/** The members of an object or the items of an array, by name; null for everything else. */
export function membersOf(value: unknown): [name: string, value: unknown][] | null {
  if (typeof value !== "object" || value === null || isKeptNumber(value)) return null;
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
  return typeof value === "object" && !isKeptNumber(value) && Object.keys(value).length === 0;
}

/** How a value that has no members is written: texts without quotes would look like numbers. */
export function scalarText(value: unknown): string {
  if (isKeptNumber(value)) return value.rawJSON;
  if (Array.isArray(value)) return "[]";
  if (typeof value === "object" && value) return "{}";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
