import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

export type DataColumn<Row> = {
  id: string;
  header: string;
  /** What is counted, in a sentence, where the heading alone does not say it. */
  hint?: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right, so that their digits line up. */
  align?: "right";
  /** A Tailwind width class, e.g. `w-32`. Columns without one share what is left. */
  width?: string;
  /** 1 is shown at any width, 2 from tablets on, 3 on desktops. Default 2. */
  priority?: 1 | 2 | 3;
  /** The cell that links to the row's panel. Exactly one; it cannot be hidden. */
  isPrimary?: boolean;
};

/** Container queries: a table beside an open panel is as narrow as one on a tablet. */
const shownFrom = { 1: "", 2: "hidden @2xl:table-cell", 3: "hidden @4xl:table-cell" } as const;

/** Classes of the header and body cells of a column. */
export function cellClass(column: Pick<DataColumn<never>, "align" | "priority">): string {
  return cn(
    "h-(--row-height) px-2 first:pl-3 last:pr-3",
    column.align === "right" && "text-right tabular-nums",
    shownFrom[column.priority ?? 2],
  );
}
