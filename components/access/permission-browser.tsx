"use client";

import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { LongList } from "../ui/long-list.tsx";
import { noFilter, PermissionFilter } from "./permission-filter.tsx";
import { groupsOf, type ListedPermission, searchPermissions } from "./permission-groups.ts";
import { permissionsCount } from "./permission-words.ts";

type PermissionBrowserProps<Row extends ListedPermission> = {
  known: readonly Row[];
  /** Of a category's, those that are chosen: its heading counts them. */
  isChosen: (row: Row) => boolean;
  /** A permission as an `li`, with its `id` as the key. */
  renderRow: (row: Row) => ReactNode;
  /** What is between the search and the list. */
  children?: ReactNode;
  isPageSearch?: boolean;
};

/** All permissions to choose among: searched by words, by category, with the chosen ones counted. */
export function PermissionBrowser<Row extends ListedPermission>(
  props: PermissionBrowserProps<Row>,
) {
  const { known, isChosen, renderRow, children, isPageSearch } = props;
  const [filter, setFilter] = useState(noFilter);
  const { text, category } = filter;
  const matching = searchPermissions(known, text);
  const found = category ? matching.filter((each) => each.category === category) : matching;
  return (
    <>
      <div className="mb-3">
        <PermissionFilter
          {...{ matching, filter }}
          isPageSearch={isPageSearch ?? false}
          onFilter={setFilter}
        />
      </div>
      <p role="status" className="sr-only">
        {text || category ? `${permissionsCount(found.length)} found` : ""}
      </p>
      {children}
      {found.length === 0 ? (
        <EmptyState
          kind="nothing-matches"
          level={3}
          title="No permission matches"
          action={<Button onClick={() => setFilter(noFilter)}>Clear filters</Button>}
        >
          Search for words of its name, its description or its id, in all categories.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          {groupsOf(found).map(({ category: heading, rows }) => (
            <section
              key={heading}
              aria-label={heading}
              className="min-w-0 overflow-hidden rounded-lg border"
            >
              <div className="flex items-center justify-between gap-3 border-b bg-surface px-3 py-2 text-sm">
                <h3 className="font-medium">{heading}</h3>
                <span className="whitespace-nowrap text-ink-muted">
                  {rows.filter(isChosen).length} of {rows.length}
                </span>
              </div>
              <LongList className="divide-y">{rows.map(renderRow)}</LongList>
            </section>
          ))}
        </div>
      )}
    </>
  );
}
