/** Part of a list, and how to ask for the parts before and after it. */
export type Page<Row> = {
  rows: Row[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/**
 * One page of a list that is in memory anyway; what takes time is a table of hundreds of rows.
 * @param cursor how many come before the page, as an earlier page said; the first one when damaged.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  cursor: string | undefined,
  size: number,
): Page<Row> {
  const start = cursor && /^\d{1,6}$/.test(cursor) ? Number(cursor) : 0;
  const end = start + size;
  return {
    rows: rows.slice(start, end),
    nextCursor: end < rows.length ? String(end) : null,
    previousCursor: start > 0 ? String(Math.max(0, start - size)) : null,
  };
}
