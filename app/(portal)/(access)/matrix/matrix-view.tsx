"use client";

import { ClearFilters } from "#components/data-table/clear-filters.tsx";
import { useTableScope } from "#components/data-table/table-scope.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { countOf } from "#components/ui/format-number.ts";
import { useLocale } from "#components/ui/locale-context.tsx";
import type { MatrixPage, MatrixRow, MatrixView as View } from "#lib/access/matrix/schema";
import { Legend } from "./legend.tsx";
import { MatrixGrid } from "./matrix-grid.tsx";
import { MatrixList } from "./matrix-list.tsx";
import { useMoreRows } from "./use-more-rows.ts";

type MatrixViewProps = {
  view: View;
  page: MatrixPage;
  /** Whom the URL picks for the phone, when they are not on the page. */
  picked: MatrixRow | null;
  isFiltered: boolean;
  canExplain: boolean;
};

/** The matrix; on phones, where a matrix is of no use, the same as a list. */
export function MatrixView({ view, page, picked, isFiltered, canExplain }: MatrixViewProps) {
  const { isPending } = useTableScope();
  const { rows, state, loadMore } = useMoreRows(page);
  const { columns, total } = page;
  const isEmpty = (rows.length === 0 && picked === null) || columns.length === 0;
  const onNearEnd = state === "failed" ? doNothing : loadMore;
  return (
    <div className={cn("transition-opacity", isPending && "opacity-50")} aria-busy={isPending}>
      {isEmpty ? (
        <Nothing isFiltered={isFiltered} view={view} hasRows={rows.length > 0} />
      ) : (
        <>
          <div className="hidden md:block">
            <div className="mb-2 flex items-center justify-between gap-6">
              <Legend view={view} />
              <Size {...{ view, total }} columnCount={columns.length} />
            </div>
            <MatrixGrid {...{ view, columns, rows, total, canExplain, onNearEnd }} />
          </div>
          <div className="md:hidden">
            <MatrixList {...{ view, columns, rows, picked, canExplain }} />
          </div>
          <More state={state} isFull={view === "roles"} loadMore={loadMore} />
        </>
      )}
    </div>
  );
}

const doNothing = () => undefined;

type SizeProps = { view: View; total: number; columnCount: number };

function Size({ view, total, columnCount }: SizeProps) {
  const { locale } = useLocale();
  const [one, many] =
    view === "roles" ? (["role", "roles"] as const) : (["person", "people"] as const);
  return (
    <p role="status" className="shrink-0 text-ink-muted text-xs">
      {countOf(total, one, many, locale)},{" "}
      {countOf(columnCount, "permission", "permissions", locale)}
    </p>
  );
}

type NothingProps = { view: View; isFiltered: boolean; hasRows: boolean };

function Nothing({ view, isFiltered, hasRows }: NothingProps) {
  if (isFiltered) {
    return (
      <EmptyState kind="nothing-matches" title="Nothing matches" action={<ClearFilters />}>
        {hasRows
          ? "These filters leave no permission to show. Remove one of them."
          : `No ${view === "roles" ? "role" : "person"} matches all of these filters. Remove one of them.`}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody here yet">
      People appear here as soon as somebody adds them.
    </EmptyState>
  );
}

type MoreProps = {
  state: "more" | "loading" | "failed" | "end";
  isFull: boolean;
  loadMore: () => void;
};

/** Desktops load by themselves as one scrolls; phones, and whoever was refused, press a button. */
function More({ state, isFull, loadMore }: MoreProps) {
  if (isFull || state === "end") return null;
  return (
    <div className={cn("mt-3 flex items-center gap-3 text-sm", state !== "failed" && "md:hidden")}>
      <Button onClick={loadMore} pending={state === "loading"}>
        {state === "failed" ? "Try again" : "Show more people"}
      </Button>
      <span role="status" className="text-ink-muted">
        {state === "failed" ? "More people could not be loaded." : null}
      </span>
    </div>
  );
}
