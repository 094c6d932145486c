import { memo } from "react";
import { cn } from "#components/ui/cn.ts";
import type { MatrixColumn, MatrixRow, MatrixView } from "#lib/access/matrix/schema";
import { CellMark } from "./cell-mark.tsx";
import { COLUMN_WIDTH, NAME_WIDTH, ROW_HEIGHT } from "./geometry.ts";
import { GridPart } from "./grid-part.tsx";
import { placeName } from "./use-grid.ts";
import { cellHref, cellLabel, cellWords, rowHref } from "./words.ts";

type GridRowProps = {
  view: MatrixView;
  row: MatrixRow;
  index: number;
  columns: readonly MatrixColumn[];
  /** Which of them are drawn. */
  shown: readonly number[];
  /** The column with the focus; null while it is in another row. */
  activeColumn: number | null;
  canExplain: boolean;
};

/** One row; drawn anew only when it changes, not with every step of scrolling. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { view, row, index, columns, shown, activeColumn, canExplain } = props;
  return (
    <GridPart
      role="row"
      aria-rowindex={index + 3}
      className="group/row absolute left-0 border-b hover:bg-hover"
      style={{
        top: index * ROW_HEIGHT,
        height: ROW_HEIGHT,
        width: NAME_WIDTH + columns.length * COLUMN_WIDTH,
      }}
    >
      <RowName {...{ view, row, index }} isActive={activeColumn === -1} />
      {shown.map((place) => {
        const column = columns[place];
        if (!column) return null;
        const code = row.cells[place];
        return (
          <GridPart
            key={column.id}
            role="gridcell"
            aria-colindex={place + 2}
            className={cn(
              "absolute top-0 h-full",
              columns[place - 1]?.category !== column.category && place > 0 && "border-l",
            )}
            style={{ left: NAME_WIDTH + place * COLUMN_WIDTH, width: COLUMN_WIDTH }}
          >
            <a
              href={cellHref(view, row, column, canExplain)}
              data-place={placeName({ row: index, column: place })}
              data-state={code}
              tabIndex={activeColumn === place ? 0 : -1}
              aria-label={cellLabel(view, row, place, column)}
              title={cellWords(view, code)}
              className="-outline-offset-2 flex size-full items-center justify-center rounded"
            >
              <CellMark code={code} boxed={view === "roles"} />
            </a>
          </GridPart>
        );
      })}
    </GridPart>
  );
});

type RowNameProps = Pick<GridRowProps, "view" | "row" | "index"> & { isActive: boolean };

function RowName({ view, row, index, isActive }: RowNameProps) {
  return (
    <GridPart
      role="rowheader"
      aria-colindex={1}
      className="sticky left-0 z-10 h-full border-r bg-canvas group-hover/row:bg-hover"
      style={{ width: NAME_WIDTH }}
    >
      <a
        href={rowHref(view, row)}
        data-place={placeName({ row: index, column: -1 })}
        tabIndex={isActive ? 0 : -1}
        title={[row.name, row.detail].filter(Boolean).join(" · ")}
        className="-outline-offset-2 flex size-full items-center gap-2 rounded px-3 text-sm"
      >
        <span className={cn("truncate font-medium", view === "people" && "max-w-[60%] shrink-0")}>
          {row.name}
        </span>
        {view === "people" ? (
          <span className="min-w-0 truncate text-ink-muted text-xs">{row.detail}</span>
        ) : null}
      </a>
    </GridPart>
  );
}
