"use client";

import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import {
  COLUMN_WIDTH,
  FIRST_WINDOW,
  type GridWindow,
  HEADER_HEIGHT,
  NAME_WIDTH,
  type Place,
  placeAfter,
  ROW_HEIGHT,
  scrollTo,
  windowOf,
} from "./geometry.ts";

type Counts = { rowCount: number; columnCount: number };

/** How a place is written on the element that can have the focus. */
export function placeName({ row, column }: Place): string {
  return `${row}:${column}`;
}

function placeAt(target: EventTarget): Place | null {
  const element = target instanceof Element ? target.closest("[data-place]") : null;
  const [row, column] = element?.getAttribute("data-place")?.split(":").map(Number) ?? [];
  return row === undefined || column === undefined ? null : { row, column };
}

/**
 * What a grid shows and where its focus is (ARIA's grid pattern: one place can be reached by Tab, the
 * arrow keys lead to the others).
 */
export function useGrid({ rowCount, columnCount }: Counts) {
  const scroller = useRef<HTMLDivElement>(null);
  const { seen, measure } = useSeen(scroller, rowCount, columnCount);
  const [focused, setFocused] = useState<Place>({ row: 0, column: 0 });
  const [hovered, setHovered] = useState<Place | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const isMoving = useRef(false);
  const active = {
    row: Math.min(focused.row, rowCount - 1),
    column: Math.min(focused.column, columnCount - 1),
  };
  const name = placeName(active);

  // The place may have to be drawn before it can have the focus.
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-place="${name}"]`);
    element?.focus({ preventScroll: true });
  }, [name]);

  function onKeyDown(event: KeyboardEvent) {
    const element = scroller.current;
    if (!element || event.altKey || placeAt(event.target) === null) return;
    const pageRows = Math.floor((element.clientHeight - HEADER_HEIGHT) / ROW_HEIGHT) - 1;
    const size = { rowCount, columnCount, pageRows: Math.max(1, pageRows) };
    const next = placeAfter(event.key, event.ctrlKey || event.metaKey, active, size);
    if (!next) return;
    event.preventDefault();
    reveal(element, next);
    measure();
    isMoving.current = true;
    setHovered(null);
    setFocused(next);
  }

  return {
    scroller,
    seen,
    active,
    /** Where the pointer or else the focus is; null while both are elsewhere. */
    inspected: hovered ?? (hasFocus ? active : null),
    handlers: {
      onKeyDown,
      onScroll: measure,
      onFocus: (event: FocusEvent) => {
        setHasFocus(true);
        setFocused(placeAt(event.target) ?? active);
      },
      onBlur: (event: FocusEvent) => setHasFocus(event.currentTarget.contains(event.relatedTarget)),
      onPointerOver: (event: PointerEvent) => setHovered(placeAt(event.target)),
      onPointerLeave: () => setHovered(null),
    },
  };
}

function reveal(element: HTMLElement, { row, column }: Place): void {
  const height = element.clientHeight - HEADER_HEIGHT;
  const width = element.clientWidth - NAME_WIDTH;
  element.scrollTop = scrollTo(row, ROW_HEIGHT, element.scrollTop, height);
  element.scrollLeft = scrollTo(column, COLUMN_WIDTH, element.scrollLeft, width);
}

/** The part that can be seen, as it is scrolled and resized. */
function useSeen(
  scroller: RefObject<HTMLDivElement | null>,
  rowCount: number,
  columnCount: number,
): { seen: GridWindow; measure: () => void } {
  const [seen, setSeen] = useState(FIRST_WINDOW);
  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const next = windowOf(element, rowCount, columnCount);
    setSeen((last) => (JSON.stringify(last) === JSON.stringify(next) ? last : next));
  }, [scroller, rowCount, columnCount]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, measure]);
  return { seen, measure };
}
