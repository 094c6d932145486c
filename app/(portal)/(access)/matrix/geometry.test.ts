import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COLUMN_WIDTH,
  HEADER_HEIGHT,
  indexesOf,
  NAME_WIDTH,
  placeAfter,
  ROW_HEIGHT,
  scrollTo,
  spansOf,
  windowOf,
} from "./geometry.ts";

const size = { rowCount: 50_000, columnCount: 150, pageRows: 20 };

describe("what can be seen", () => {
  it("is drawn, and little else, wherever one scrolls", () => {
    const pixels = fc.integer({ min: 0, max: size.rowCount * ROW_HEIGHT });
    fc.assert(
      fc.property(pixels, pixels, (scrollTop, left) => {
        const scrollLeft = left % (size.columnCount * COLUMN_WIDTH);
        const clientHeight = HEADER_HEIGHT + 600;
        const clientWidth = NAME_WIDTH + 900;
        const { rows, columns } = windowOf(
          { scrollTop, scrollLeft, clientHeight, clientWidth },
          size.rowCount,
          size.columnCount,
        );
        const seenTo = Math.min(size.rowCount, Math.ceil((scrollTop + 600) / ROW_HEIGHT));
        expect(rows.from).toBeLessThanOrEqual(Math.floor(scrollTop / ROW_HEIGHT));
        expect(rows.to).toBeGreaterThanOrEqual(seenTo);
        expect(rows.to - rows.from).toBeLessThan(40);
        expect(columns.to - columns.from).toBeLessThan(45);
        expect(columns.to).toBeLessThanOrEqual(size.columnCount);
      }),
    );
  });

  it("is nothing where there is nothing", () => {
    const nowhere = { scrollTop: 900, scrollLeft: 0, clientHeight: 0, clientWidth: 0 };
    const { rows } = windowOf(nowhere, 0, 0);
    expect(indexesOf(rows, 0, 0)).toEqual([]);
  });

  it("holds the place with the focus as well", () => {
    expect(indexesOf({ from: 5, to: 8 }, 1, 20)).toEqual([1, 5, 6, 7]);
    expect(indexesOf({ from: 5, to: 8 }, 12, 20)).toEqual([5, 6, 7, 12]);
    expect(indexesOf({ from: 5, to: 8 }, 6, 20)).toEqual([5, 6, 7]);
    expect(indexesOf({ from: 5, to: 8 }, -1, 20)).toEqual([5, 6, 7]);
    expect(indexesOf({ from: 5, to: 8 }, 25, 20)).toEqual([5, 6, 7]);
  });
});

describe("a key", () => {
  const pressed = (key: string, row: number, column: number, isWide = false) =>
    placeAfter(key, isWide, { row, column }, size);

  it("leads to the neighbour, and not over the edge", () => {
    expect(pressed("ArrowRight", 0, 0)).toEqual({ row: 0, column: 1 });
    expect(pressed("ArrowLeft", 0, 0)).toEqual({ row: 0, column: -1 });
    expect(pressed("ArrowLeft", 0, -1)).toEqual({ row: 0, column: -1 });
    expect(pressed("ArrowUp", 0, 3)).toEqual({ row: -1, column: 3 });
    expect(pressed("ArrowUp", 0, -1)).toEqual({ row: 0, column: -1 });
    expect(pressed("ArrowLeft", -1, 0)).toEqual({ row: -1, column: 0 });
    expect(pressed("ArrowDown", 49_999, 149)).toEqual({ row: 49_999, column: 149 });
    expect(pressed("a", 0, 0)).toBeNull();
  });

  it("leads a page on, and to the ends", () => {
    expect(pressed("PageDown", 5, 1)).toEqual({ row: 25, column: 1 });
    expect(pressed("PageUp", 5, 1)).toEqual({ row: 0, column: 1 });
    expect(pressed("PageUp", -1, 1)).toEqual({ row: -1, column: 1 });
    expect(pressed("Home", 5, 9)).toEqual({ row: 5, column: -1 });
    expect(pressed("Home", -1, 9)).toEqual({ row: -1, column: 0 });
    expect(pressed("End", 5, 9)).toEqual({ row: 5, column: 149 });
    expect(pressed("Home", 5, 9, true)).toEqual({ row: 0, column: -1 });
    expect(pressed("End", 5, 9, true)).toEqual({ row: 49_999, column: 149 });
  });

  it("scrolls no further than it must", () => {
    expect(scrollTo(3, 32, 0, 320)).toBe(0);
    expect(scrollTo(10, 32, 0, 320)).toBe(32);
    expect(scrollTo(2, 32, 320, 320)).toBe(64);
    expect(scrollTo(-1, 32, 320, 320)).toBe(320);
  });
});

it("spans stand over what they name", () => {
  const columns = ["a", "a", "b", "c", "c"].map((category) => ({ category }));
  expect(spansOf(columns)).toEqual([
    { category: "a", from: 0, to: 2 },
    { category: "b", from: 2, to: 3 },
    { category: "c", from: 3, to: 5 },
  ]);
  expect(spansOf([])).toEqual([]);
});
