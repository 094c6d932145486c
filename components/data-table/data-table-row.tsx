import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { cellClass, type DataColumn } from "./column.ts";

type HeaderRowProps = {
  columns: readonly Pick<
    DataColumn<never>,
    "id" | "header" | "hint" | "align" | "width" | "priority"
  >[];
};

export function HeaderRow({ columns }: HeaderRowProps) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            className={cn(
              cellClass(column),
              "sticky top-(--shell-top) z-10 truncate border-b bg-canvas text-left font-medium text-ink-muted text-xs",
              column.align === "right" && "text-right",
              column.width,
            )}
          >
            {column.hint ? <Explained header={column.header} hint={column.hint} /> : column.header}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A heading with what it counts, for pointers, the keyboard and screen readers alike. */
function Explained({ header, hint }: { header: string; hint: string }) {
  return (
    <Tooltip content={hint}>
      <button
        type="button"
        aria-description={hint}
        className="cursor-help rounded underline decoration-dotted underline-offset-2"
      >
        {header}
      </button>
    </Tooltip>
  );
}

type DataTableRowProps<Row> = {
  row: Row;
  id: string;
  columns: readonly DataColumn<Row>[];
  /** Address of the row's panel. */
  href: string | null;
  /** The one row whose link is in the tab order. */
  isCurrent: boolean;
  isOpen: boolean;
  secondary: ((row: Row) => ReactNode) | undefined;
};

export function DataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { row, id, columns, isOpen, secondary } = props;
  return (
    <tr
      data-row-id={id}
      aria-current={isOpen ? "true" : undefined}
      className={cn(
        "hover:bg-hover has-[a[data-row-link]:focus-visible]:bg-hover",
        props.href !== null && "cursor-pointer",
        isOpen && "bg-selected hover:bg-selected has-[a[data-row-link]:focus-visible]:bg-selected",
      )}
    >
      {columns.map((column) => (
        <td
          key={column.id}
          className={cn(
            cellClass(column),
            "truncate border-b",
            // Level with the first of two lines.
            secondary &&
              !column.isPrimary &&
              "pt-(--row-padding) align-top @2xl:pt-0 @2xl:align-middle",
          )}
        >
          {column.isPrimary ? (
            <PrimaryCell href={props.href} isCurrent={props.isCurrent}>
              {column.cell(row)}
            </PrimaryCell>
          ) : (
            column.cell(row)
          )}
          {column.isPrimary && secondary ? (
            <div className="-mt-1 truncate pb-(--row-padding) text-ink-muted @2xl:hidden">
              {secondary(row)}
            </div>
          ) : null}
        </td>
      ))}
    </tr>
  );
}

type PrimaryCellProps = { href: string | null; isCurrent: boolean; children: ReactNode };

/** A real link, so that a middle click opens the row in a tab of its own. */
function PrimaryCell({ href, isCurrent, children }: PrimaryCellProps) {
  if (href === null) return <div className="truncate">{children}</div>;
  return (
    <a
      href={href}
      data-row-link
      tabIndex={isCurrent ? 0 : -1}
      className="-mx-1 block scroll-mt-[calc(var(--shell-top)+2.5rem)] scroll-mb-16 truncate rounded px-1 py-(--row-padding) -outline-offset-2"
    >
      {children}
    </a>
  );
}
