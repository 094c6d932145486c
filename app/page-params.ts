import { decodeCursor } from "#lib/core/cursor";

/** The first value of a search parameter without what no text can hold; nothing for an empty one. */
export function one(value: string | string[] | undefined): string | undefined {
  return [value].flat()[0]?.replaceAll("\0", "").trim() || undefined;
}

/** A cursor that can be read, or none: a damaged link then shows the first page. */
export function usableCursor(value: string | string[] | undefined): string | undefined {
  const cursor = one(value);
  if (cursor === undefined) return undefined;
  try {
    decodeCursor(cursor);
    return cursor;
  } catch {
    return undefined;
  }
}
