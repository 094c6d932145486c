import { permissionName } from "#components/access/permission-words.ts";
import { cn } from "#components/ui/cn.ts";
import type { MatrixColumn, MatrixView } from "#lib/access/matrix/schema";
import {
  CATEGORY_HEIGHT,
  COLUMN_WIDTH,
  HEADER_HEIGHT,
  NAME_WIDTH,
  type Range,
  type Span,
} from "./geometry.ts";
import { GridPart } from "./grid-part.tsx";
import { placeName } from "./use-grid.ts";
import { columnWords } from "./words.ts";

type GridHeaderProps = {
  view: MatrixView;
  columns: readonly MatrixColumn[];
  spans: readonly Span[];
  seen: Range;
  /** Which columns are drawn. */
  shown: readonly number[];
  /** The column whose name has the focus; null while a row has. */
  activeColumn: number | null;
  /** The column to which the pointer or the focus points. */
  inspected: number;
};

const leftOf = (index: number) => NAME_WIDTH + index * COLUMN_WIDTH;
const corner = "sticky left-0 z-10 border-r border-b bg-surface";

/** Categories, and below them the names of the permissions, upright. */
export function GridHeader(props: GridHeaderProps) {
  const { view, columns, spans, seen } = props;
  return (
    <GridPart
      role="rowgroup"
      className="sticky top-0 z-20 bg-surface"
      style={{ width: leftOf(columns.length), height: HEADER_HEIGHT }}
    >
      <GridPart
        role="row"
        aria-rowindex={1}
        className="relative"
        style={{ height: CATEGORY_HEIGHT }}
      >
        <div
          aria-hidden
          className={cn(corner, "h-full border-b-0")}
          style={{ width: NAME_WIDTH }}
        />
        {spans
          .filter(({ from, to }) => from < seen.to && to > seen.from)
          .map((span) => (
            <Category key={span.category} span={span} />
          ))}
      </GridPart>
      <GridPart
        role="row"
        aria-rowindex={2}
        className="relative"
        style={{ height: HEADER_HEIGHT - CATEGORY_HEIGHT }}
      >
        <GridPart
          role="columnheader"
          aria-colindex={1}
          className={cn(
            corner,
            "flex h-full items-end px-3 py-2 font-medium text-ink-muted text-xs",
          )}
          style={{ width: NAME_WIDTH }}
        >
          {view === "roles" ? "Role" : "Person"}
        </GridPart>
        <Names {...props} />
      </GridPart>
    </GridPart>
  );
}

function Category({ span: { category, from, to } }: { span: Span }) {
  return (
    <GridPart
      role="columnheader"
      aria-colindex={from + 2}
      aria-colspan={to - from}
      title={category}
      className={cn("absolute top-0 h-full text-ink-muted text-xs", from > 0 && "border-l")}
      style={{ left: leftOf(from), width: (to - from) * COLUMN_WIDTH }}
    >
      <span
        className="sticky block w-fit max-w-full truncate px-2 pt-1.5 font-medium"
        style={{ left: NAME_WIDTH }}
      >
        {category}
      </span>
    </GridPart>
  );
}

function Names({ columns, shown, activeColumn, inspected }: GridHeaderProps) {
  return shown.map((index) => {
    const column = columns[index];
    if (!column) return null;
    return (
      <GridPart
        key={column.id}
        role="columnheader"
        aria-colindex={index + 2}
        data-place={placeName({ row: -1, column: index })}
        tabIndex={activeColumn === index ? 0 : -1}
        title={columnWords(column)}
        className={cn(
          "-outline-offset-2 absolute top-0 flex h-full items-center justify-center border-b pb-2 text-ink-muted text-xs",
          columns[index - 1]?.category !== column.category && index > 0 && "border-l",
          index === inspected && "bg-hover text-ink",
        )}
        style={{ left: leftOf(index), width: COLUMN_WIDTH }}
      >
        <span className="max-h-full min-h-0 flex-1 rotate-180 self-stretch truncate leading-[2.125rem] [writing-mode:vertical-rl]">
          {permissionName(column.id)}
        </span>
      </GridPart>
    );
  });
}
