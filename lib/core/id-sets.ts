/**
 * Sets of ids as short texts: where hundreds of lists name the same hundred ids, the ids are said
 * once and each list takes a bit for each, four of them a character.
 */

/** Every id in the lists, once and sorted: what `packIds` and `unpackIds` count in. */
export function idsIn(lists: Iterable<readonly string[]>): string[] {
  const found = new Set<string>();
  for (const list of lists) for (const id of list) found.add(id);
  return [...found].sort();
}

/** Where each id stands. */
export function placesOf(known: readonly string[]): ReadonlyMap<string, number> {
  return new Map(known.map((id, place) => [id, place]));
}

/** An id that has no place is left out. */
export function packIds(ids: readonly string[], places: ReadonlyMap<string, number>): string {
  const digits = new Uint8Array((places.size + 3) >>> 2);
  for (const id of ids) {
    const place = places.get(id);
    if (place === undefined) continue;
    digits[place >>> 2] = (digits[place >>> 2] ?? 0) | (1 << (place & 3));
  }
  return Array.from(digits, (digit) => digit.toString(16)).join("");
}

/** The ids in the order of `known`. */
export function unpackIds(packed: string, known: readonly string[]): string[] {
  const ids: string[] = [];
  for (let at = 0; at < packed.length; at++) {
    const digit = Number.parseInt(packed[at] ?? "0", 16);
    for (let bit = 0; digit >>> bit > 0; bit++) {
      const id = known[at * 4 + bit];
      if ((digit >>> bit) & 1 && id !== undefined) ids.push(id);
    }
  }
  return ids;
}
