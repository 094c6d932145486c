import type { MatrixColumn } from "#lib/access/matrix/schema";

/** All rows and all columns are alike, so that where something stands is a matter of arithmetic. */
export const ROW_HEIGHT = 32;
export const COLUMN_WIDTH = 34;
export const NAME_WIDTH = 256;
export const CATEGORY_HEIGHT = 28;
/** Room for the names of permissions, which stand upright. */
export const HEADER_HEIGHT = CATEGORY_HEIGHT + 176;

/** How many beyond each edge are there before they are seen. */
const OVERSCAN = 6;

/** From the first to before the last. */
export type Range = { from: number; to: number };
export type GridWindow = { rows: Range; columns: Range };

/** What is drawn before anybody knows how much can be seen: a page of a usual size. */
export const FIRST_WINDOW: GridWindow = { rows: { from: 0, to: 30 }, columns: { from: 0, to: 40 } };

/** Which of `count` equal pieces can be seen in a part of a length. */
export function rangeOf(start: number, length: number, size: number, count: number): Range {
  const from = Math.max(0, Math.floor(start / size) - OVERSCAN);
  const to = Math.min(count, Math.ceil((start + length) / size) + OVERSCAN);
  return { from: Math.min(from, Math.max(0, count)), to: Math.max(to, 0) };
}

type Scrolled = Pick<HTMLElement, "scrollTop" | "scrollLeft" | "clientHeight" | "clientWidth">;

/** Which rows and columns can be seen. */
export function windowOf(scrolled: Scrolled, rowCount: number, columnCount: number): GridWindow {
  const height = scrolled.clientHeight - HEADER_HEIGHT;
  const width = scrolled.clientWidth - NAME_WIDTH;
  return {
    rows: rangeOf(scrolled.scrollTop, height, ROW_HEIGHT, rowCount),
    columns: rangeOf(scrolled.scrollLeft, width, COLUMN_WIDTH, columnCount),
  };
}

/** Where to scroll so that a piece is seen as a whole; where one is, when it is already. */
export function scrollTo(index: number, size: number, start: number, length: number): number {
  if (index < 0) return start;
  const begin = index * size;
  if (begin < start) return begin;
  return begin + size > start + length ? begin + size - length : start;
}

/** The numbers of a range, and one more that must be there although it is not seen. */
export function indexesOf({ from, to }: Range, extra: number | null, count: number): number[] {
  const indexes: number[] = [];
  if (extra !== null && extra >= 0 && extra < from) indexes.push(extra);
  for (let index = from; index < to; index++) indexes.push(index);
  if (extra !== null && extra >= to && extra < count) indexes.push(extra);
  return indexes;
}

/** A category over the columns that it has, side by side. */
export type Span = Range & { category: string };

export function spansOf(columns: readonly Pick<MatrixColumn, "category">[]): Span[] {
  const spans: Span[] = [];
  for (const [index, { category }] of columns.entries()) {
    const last = spans.at(-1);
    if (last?.category === category) last.to = index + 1;
    else spans.push({ category, from: index, to: index + 1 });
  }
  return spans;
}

/** A place in the grid; row -1 is the names of the permissions, column -1 those of the rows. */
export type Place = { row: number; column: number };

type Size = { rowCount: number; columnCount: number; pageRows: number };

/** Where a key leads from a place; null for keys that lead nowhere. */
export function placeAfter(
  key: string,
  isWide: boolean,
  { row, column }: Place,
  { rowCount, columnCount, pageRows }: Size,
): Place | null {
  const last = { row: rowCount - 1, column: columnCount - 1 };
  const steps: Record<string, Place> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + pageRows, column },
    PageUp: { row: Math.max(Math.min(row, 0), row - pageRows), column },
    Home: isWide ? { row: 0, column: -1 } : { row, column: row < 0 ? 0 : -1 },
    End: isWide ? last : { row, column: last.column },
  };
  const next = steps[key];
  if (!next) return null;
  const clamp = (value: number, most: number) => Math.max(-1, Math.min(most, value));
  const place = { row: clamp(next.row, last.row), column: clamp(next.column, last.column) };
  // Nothing stands in the corner.
  return place.row < 0 && place.column < 0 ? { row, column } : place;
}
