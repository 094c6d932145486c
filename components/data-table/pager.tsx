"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useSearchParams } from "next/navigation";
import type { ReactNode, Ref } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-style.ts";
import { useLocale } from "#components/ui/locale-context.tsx";
import { formatCount } from "./format-count.ts";
import { CURSOR_PARAM } from "./list-url.ts";
import { TableLink } from "./table-link.tsx";

export type PagerLabels = { first: string; previous: string; next: string };

const defaultLabels: PagerLabels = { first: "First", previous: "Previous", next: "Next" };

type PagerProps = {
  ref: Ref<HTMLElement>;
  label: string;
  /** Rows on this page. */
  count: number;
  nextCursor: string | null;
  previousCursor: string | null;
  labels?: PagerLabels;
};

/** Keyset paging: there is no page number and no last page, only further in both directions. */
export function Pager(props: PagerProps) {
  const { labels = defaultLabels, count, previousCursor, nextCursor } = props;
  const { locale } = useLocale();
  const shown = formatCount(count, false, locale);
  const isFirst = useSearchParams().get(CURSOR_PARAM) === null;
  const isAll = isFirst && nextCursor === null;
  return (
    <nav
      ref={props.ref}
      aria-label={`Pages of ${props.label.toLowerCase()}`}
      className="-mt-px sticky bottom-0 z-10 flex min-h-12 items-center justify-between gap-3 border-t bg-canvas py-2 pl-3"
    >
      <p role="status" className="text-ink-muted text-sm">
        {isAll ? `All ${shown} shown` : `${shown} on this page`}
      </p>
      <div className="flex gap-2">
        {isFirst ? null : (
          <TableLink
            changes={{ [CURSOR_PARAM]: null }}
            className={buttonClass({ variant: "ghost" })}
          >
            {labels.first}
          </TableLink>
        )}
        <PageLink page="previous" cursor={previousCursor}>
          <ChevronLeft aria-hidden />
          {labels.previous}
        </PageLink>
        <PageLink page="next" cursor={nextCursor}>
          {labels.next}
          <ChevronRight aria-hidden />
        </PageLink>
      </div>
    </nav>
  );
}

type PageLinkProps = { page: "previous" | "next"; cursor: string | null; children: ReactNode };

function PageLink({ page, cursor, children }: PageLinkProps) {
  if (cursor === null) return <Button disabled>{children}</Button>;
  const keys = page === "next" ? "Shift+J" : "Shift+K";
  return (
    <TableLink
      changes={{ [CURSOR_PARAM]: cursor }}
      data-page={page}
      aria-keyshortcuts={keys}
      title={keys}
      className={buttonClass({})}
    >
      {children}
    </TableLink>
  );
}
