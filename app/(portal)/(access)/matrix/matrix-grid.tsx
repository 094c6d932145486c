"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, useEffect, useMemo } from "react";
import { isPlainClick } from "#components/data-table/table-link.tsx";
import type { MatrixColumn, MatrixRow, MatrixView } from "#lib/access/matrix/schema";
import {
  COLUMN_WIDTH,
  indexesOf,
  NAME_WIDTH,
  type Place,
  ROW_HEIGHT,
  spansOf,
} from "./geometry.ts";
import { GridHeader } from "./grid-header.tsx";
import { GridPart } from "./grid-part.tsx";
import { GridRow } from "./grid-row.tsx";
import { useGrid } from "./use-grid.ts";
import { cellLabel, columnWords } from "./words.ts";

type MatrixGridProps = {
  view: MatrixView;
  columns: readonly MatrixColumn[];
  rows: readonly MatrixRow[];
  /** How many rows there are, also those that are not loaded yet. */
  total: number;
  canExplain: boolean;
  /** The last of the loaded rows are about to be seen. */
  onNearEnd: () => void;
};

/** How many rows before the end the next ones are asked for. */
const NEAR = 40;

/** Rows beside columns; of both only what can be seen is there. */
export function MatrixGrid(props: MatrixGridProps) {
  const { view, columns, rows, total, canExplain, onNearEnd } = props;
  const grid = useGrid({ rowCount: rows.length, columnCount: columns.length });
  const { seen, active, inspected } = grid;
  const stripe = inspected?.column ?? -1;
  const onClick = useLinks();
  const spans = useMemo(() => spansOf(columns), [columns]);
  const shown = useMemo(
    () => indexesOf(seen.columns, null, columns.length),
    [seen.columns, columns.length],
  );
  const withActive = indexesOf(seen.columns, active.column, columns.length);
  const isNearEnd = seen.rows.to + NEAR >= rows.length;
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, onNearEnd]);

  const width = NAME_WIDTH + columns.length * COLUMN_WIDTH;
  return (
    <>
      <GridPart
        ref={grid.scroller}
        role="grid"
        aria-label={`${view === "roles" ? "Roles" : "People"} and permissions`}
        aria-rowcount={total + 2}
        aria-colcount={columns.length + 1}
        aria-readonly
        className="relative max-h-[calc(100dvh-22.5rem)] min-h-80 overflow-auto overscroll-contain rounded-t-lg border"
        onClick={onClick}
        {...grid.handlers}
      >
        <GridHeader
          {...{ view, columns, spans }}
          seen={seen.columns}
          shown={active.row < 0 ? withActive : shown}
          activeColumn={active.row < 0 ? active.column : null}
          inspected={stripe}
        />
        <GridPart
          role="rowgroup"
          className="relative"
          style={{ width, height: Math.max(rows.length * ROW_HEIGHT, 1) }}
        >
          {stripe >= 0 ? <ColumnStripe index={stripe} /> : null}
          {indexesOf(seen.rows, active.row, rows.length).map((index) => {
            const row = rows[index];
            if (!row) return null;
            const isActive = index === active.row;
            return (
              <GridRow
                key={row.id}
                {...{ view, row, index, columns, canExplain }}
                shown={isActive ? withActive : shown}
                activeColumn={isActive ? active.column : null}
              />
            );
          })}
        </GridPart>
      </GridPart>
      <Inspector {...{ view, columns, rows }} place={inspected} />
    </>
  );
}

/** Leads the eye from a cell up to what it is about. */
function ColumnStripe({ index }: { index: number }) {
  const left = NAME_WIDTH + index * COLUMN_WIDTH;
  return (
    <div
      aria-hidden
      className="absolute inset-y-0 bg-hover"
      style={{ left, width: COLUMN_WIDTH }}
    />
  );
}

const HINT = "Point at a mark, or go there with the arrow keys, to read it in words here.";

type InspectorProps = Pick<MatrixGridProps, "view" | "columns" | "rows"> & { place: Place | null };

/** What is under the pointer or has the focus, in words, where it covers nothing. */
function Inspector({ view, columns, rows, place }: InspectorProps) {
  const row = rows[place?.row ?? -1];
  const column = columns[place?.column ?? -1];
  const detail = row ? [row.name, row.detail].filter(Boolean).join(" · ") : "";
  const named = column ? columnWords(column) : detail;
  const words =
    row && column ? cellLabel(view, row, columns.indexOf(column), column) : named || HINT;
  return (
    <p
      aria-hidden
      data-inspector
      className="sticky bottom-0 z-20 flex h-8 items-center truncate rounded-b-lg border border-t-0 bg-surface px-3 text-ink-muted text-xs"
    >
      <span className="truncate">{words}</span>
    </p>
  );
}

/** Thousands of links share one listener; a click that wants a new tab stays the browser's. */
function useLinks() {
  const router = useRouter();
  return (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href");
    if (!href || !isPlainClick(event)) return;
    event.preventDefault();
    router.push(href);
  };
}
