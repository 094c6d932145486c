"use client";

import { useSearchParams } from "next/navigation";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { NothingMatches } from "./clear-filters.tsx";
import type { DataColumn } from "./column.ts";
import { useHiddenColumns } from "./column-store.ts";
import { DataTableRow, HeaderRow } from "./data-table-row.tsx";
import { CURSOR_PARAM } from "./list-url.ts";

import { Pager, type PagerLabels } from "./pager.tsx";
import { isPlainClick, useListHref } from "./table-link.tsx";
import { useTableScope } from "./table-scope.tsx";
import { usePanel } from "./use-panel.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { useRowKeys } from "./use-row-keys.ts";

type DataTableProps<Row> = {
  /** Names the choice of columns in this browser's storage, e.g. `audit`. */
  id: string;
  /** What the rows are, for screen readers: "Audit events". */
  label: string;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  columns: readonly DataColumn<Row>[];
  nextCursor: string | null;
  previousCursor: string | null;
  /** The URL parameter that holds the row in the side panel. Without it rows do not open. */
  panelParam?: string;
  /** Under the primary cell where there is no room for the other columns. */
  secondary?: (row: Row) => ReactNode;
  /** Shown when nothing exists yet; says how to get something. */
  empty: ReactNode;
  isFiltered: boolean;
  pagerLabels?: PagerLabels;
};

/** The table of every list. It stands inside a `DataTableScope`. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, rowId, label, panelParam } = props;
  const { isPending, setOrder } = useTableScope();
  const [hidden] = useHiddenColumns(props.id);
  const hrefOf = useListHref();
  const panel = usePanel(panelParam);
  const frame = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const pager = useRef<HTMLElement>(null);
  const ids = rows.map(rowId);
  const focus = useRowFocus(body, ids, panel);
  useRowKeys({ onMove: focus.move, pager });
  usePublishedOrder(ids, setOrder);
  useScrollToTop(frame);

  const columns = props.columns.filter((column) => column.isPrimary || !hidden.has(column.id));
  if (rows.length === 0) {
    const state = props.isFiltered ? <NothingMatches /> : props.empty;
    return <Dimmed isPending={isPending}>{state}</Dimmed>;
  }

  function onClick(event: MouseEvent) {
    const id = rowIdAt(event.target);
    if (panelParam === undefined || id === null || !isPlainClick(event)) return;
    const control = closest(event.target, "a, button, input, label");
    if (control && !control.hasAttribute("data-row-link")) return;
    // Somebody who marks text wants the text.
    if (!control && window.getSelection()?.toString()) return;
    event.preventDefault();
    panel.open(id);
  }

  function onKeyDown(event: KeyboardEvent) {
    const index = ids.indexOf(rowIdAt(event.target) ?? "");
    const steps = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: ids.length - 1 };
    const target = steps[event.key as keyof typeof steps];
    if (index < 0 || target === undefined || panelParam === undefined) return;
    event.preventDefault();
    if (panel.id === null) focus.focusRow(ids[target]);
    else if (event.key === "ArrowDown") focus.move(1);
    else if (event.key === "ArrowUp") focus.move(-1);
  }

  return (
    <div
      ref={frame}
      className={cn(
        "@container scroll-mt-(--shell-top)",
        // Beside the panel and not below it, where the window is wide enough for both.
        panel.id !== null && "xl:mr-[30rem]",
      )}
    >
      <Dimmed isPending={isPending}>
        <table className="w-full table-fixed border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{label}</caption>
          <HeaderRow columns={columns} />
          <tbody
            ref={body}
            onClick={onClick}
            onKeyDown={onKeyDown}
            onFocus={(event) => focus.setFocusedId(rowIdAt(event.target))}
          >
            {rows.map((row, index) => (
              <DataTableRow
                key={ids[index]}
                row={row}
                id={ids[index] ?? ""}
                columns={columns}
                href={panelParam ? hrefOf({ [panelParam]: ids[index] ?? "" }) : null}
                isCurrent={ids[index] === focus.currentId}
                isOpen={ids[index] === panel.id}
                secondary={props.secondary}
              />
            ))}
          </tbody>
        </table>
      </Dimmed>
      <Pager
        ref={pager}
        label={label}
        count={rows.length}
        nextCursor={props.nextCursor}
        previousCursor={props.previousCursor}
        {...(props.pagerLabels ? { labels: props.pagerLabels } : {})}
      />
    </div>
  );
}

/** Old rows while new ones are on their way. The delay spares fast answers the flicker. */
function Dimmed({ isPending, children }: { isPending: boolean; children: ReactNode }) {
  return (
    <div
      aria-busy={isPending}
      className={cn("transition-opacity", isPending && "opacity-50 delay-150 duration-200")}
    >
      {children}
    </div>
  );
}

/** Tells the panel which row comes before and after its own. */
function usePublishedOrder(ids: readonly string[], setOrder: (ids: readonly string[]) => void) {
  const key = ids.join("\n");
  useEffect(() => {
    setOrder(key === "" ? [] : key.split("\n"));
    return () => setOrder([]);
  }, [key, setOrder]);
}

/** Another page of the list is read from its top. */
function useScrollToTop(frame: { current: HTMLElement | null }) {
  const cursor = useSearchParams().get(CURSOR_PARAM);
  const shown = useRef(cursor);
  useEffect(() => {
    if (shown.current === cursor) return;
    shown.current = cursor;
    const element = frame.current;
    if (element && element.getBoundingClientRect().top < 0) element.scrollIntoView();
  }, [cursor, frame]);
}

function closest(target: EventTarget, selector: string): Element | null {
  return target instanceof Element ? target.closest(selector) : null;
}

function rowIdAt(target: EventTarget): string | null {
  return closest(target, "[data-row-id]")?.getAttribute("data-row-id") ?? null;
}
