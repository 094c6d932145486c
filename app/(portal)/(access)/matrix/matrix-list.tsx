"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { permissionName } from "#components/access/permission-words.ts";
import { Button } from "#components/ui/button.tsx";
import {
  cellOf,
  isAllowed,
  type MatrixColumn,
  type MatrixRow,
  type MatrixView,
} from "#lib/access/matrix/schema";
import { CellMark } from "./cell-mark.tsx";
import { PICK_PARAM } from "./filters.ts";
import { cellHref, cellWords, rowHref, saysSomething } from "./words.ts";

type MatrixListProps = {
  view: MatrixView;
  columns: readonly MatrixColumn[];
  rows: readonly MatrixRow[];
  picked: MatrixRow | null;
  canExplain: boolean;
};

/** One row after another, and of the one that is picked its permissions. */
export function MatrixList(props: MatrixListProps) {
  const { view, columns, rows, picked } = props;
  const [pick, setPick] = useQueryState(PICK_PARAM, parseAsString.withOptions({ history: "push" }));
  const row = rows.find(({ id }) => id === pick) ?? (picked?.id === pick ? picked : null);
  if (row) return <PickedRow {...props} row={row} onBack={() => void setPick(null)} />;
  return (
    <ul aria-label={view === "roles" ? "Roles" : "People"} className="border-t text-sm">
      {rows.map((each) => (
        <li key={each.id} className="border-b">
          <button
            type="button"
            className="flex min-h-12 w-full items-center gap-3 rounded py-1.5 text-left"
            onClick={() => void setPick(each.id)}
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{each.name}</span>
              <span className="block truncate text-ink-muted text-xs">{each.detail}</span>
            </span>
            <span className="shrink-0 text-ink-muted text-xs">
              {allowedCount(each)} of {columns.length}{" "}
              {view === "roles" ? "permissions" : "allowed somewhere"}
            </span>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function allowedCount({ cells }: MatrixRow): number {
  return [...cells].filter((code) => isAllowed(cellOf(code))).length;
}

type PickedRowProps = MatrixListProps & { row: MatrixRow; onBack: () => void };

function PickedRow({ view, columns, row, canExplain, onBack }: PickedRowProps) {
  const items = columns.map((column, index) => ({ column, code: row.cells[index] }));
  const groups = Map.groupBy(items, ({ column }) => column.category);
  return (
    <section aria-label={row.name} className="text-sm">
      <Button variant="ghost" className="-ml-2 px-2" onClick={onBack}>
        <ChevronLeft aria-hidden />
        {view === "roles" ? "All roles" : "All people"}
      </Button>
      <h2 className="wrap-anywhere mt-2 font-semibold text-lg">
        <Link href={rowHref(view, row)} prefetch={false} className="rounded hover:underline">
          {row.name}
        </Link>
      </h2>
      <p className="wrap-anywhere mb-4 text-ink-muted">{row.detail}</p>
      {[...groups].map(([category, own]) => (
        <PermissionGroup key={category} {...{ view, row, category, canExplain }} items={own} />
      ))}
    </section>
  );
}

type Item = { column: MatrixColumn; code: string | undefined };
type PermissionGroupProps = {
  view: MatrixView;
  row: MatrixRow;
  category: string;
  items: readonly Item[];
  canExplain: boolean;
};

function PermissionGroup({ view, row, category, items, canExplain }: PermissionGroupProps) {
  const said = items.filter(({ code }) => saysSomething(code));
  const nothing = items.filter(({ code }) => !saysSomething(code));
  const list = (some: readonly Item[]) => (
    <ul>
      {some.map(({ column, code }) => (
        <li key={column.id} className="border-b">
          <Link
            href={cellHref(view, row, column, canExplain)}
            prefetch={false}
            className="flex min-h-11 items-center gap-3 rounded py-1.5"
          >
            <CellMark code={code} boxed={view === "roles"} />
            <span className="wrap-anywhere min-w-0 flex-1">{permissionName(column.id)}</span>
            <span className="max-w-[45%] text-right text-ink-muted text-xs">
              {cellWords(view, code)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
  return (
    <div className="mb-5">
      <h3 className="border-b pb-1.5 font-medium text-ink-muted text-xs">{category}</h3>
      {list(said)}
      {nothing.length > 0 ? (
        <details className="group/none">
          <summary className="flex min-h-11 cursor-pointer list-none items-center gap-3 rounded text-ink-muted [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden
              className="mx-1 size-4 transition-transform group-open/none:rotate-90 motion-reduce:transition-none"
            />
            {nothing.length} not allowed
          </summary>
          {list(nothing)}
        </details>
      ) : null}
    </div>
  );
}
