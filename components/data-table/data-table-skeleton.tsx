"use client";

import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { cellClass, type DataColumn } from "./column.ts";
import { useHiddenColumns } from "./column-store.ts";
import { HeaderRow } from "./data-table-row.tsx";

type DataTableSkeletonProps = {
  /** The `id` of the table that is to come. */
  id: string;
  label: string;
  columns: readonly Omit<DataColumn<never>, "cell">[];
  rowCount: number;
  /** Whether rows have a second line where there is little room. */
  hasSecondary?: boolean;
};

/** Lengths of text as they occur, so that the skeleton does not look like a wall. */
const barWidths = ["w-3/4", "w-1/2", "w-2/3", "w-5/6", "w-3/5"] as const;

/** As wide and as high as the table that replaces it. */
export function DataTableSkeleton(props: DataTableSkeletonProps) {
  const [hidden] = useHiddenColumns(props.id);
  const columns = props.columns.filter((column) => column.isPrimary || !hidden.has(column.id));
  const rows = Array.from({ length: props.rowCount }, (_, row) => row);
  return (
    <div className="@container" role="status">
      <span className="sr-only">Loading {props.label.toLowerCase()}…</span>
      <table aria-hidden className="w-full table-fixed border-separate border-spacing-0 text-sm">
        <HeaderRow columns={columns} />
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {columns.map((column, index) => (
                <td
                  key={column.id}
                  className={cn(
                    cellClass(column),
                    "border-b",
                    props.hasSecondary && "h-(--row-height-two-lines) @2xl:h-(--row-height)",
                  )}
                >
                  <Skeleton
                    className={cn("h-3", barWidths[(row * 3 + index) % barWidths.length])}
                  />
                  {column.isPrimary && props.hasSecondary ? (
                    <Skeleton className="mt-2 h-3 w-2/3 @2xl:hidden" />
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="h-12" />
    </div>
  );
}
