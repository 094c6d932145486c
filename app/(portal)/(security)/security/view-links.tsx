"use client";

import { useSearchParams } from "next/navigation";
import { CURSOR_PARAM } from "#components/data-table/list-url.ts";
import { TableLink } from "#components/data-table/table-link.tsx";
import { cn } from "#components/ui/cn.ts";
import { Num } from "#components/ui/num.tsx";
import type { AlertCounts } from "#lib/security/alerts/queries";
import { VIEW_PARAM } from "./filters.ts";

type ViewLinksProps = {
  /** Undefined while they are being counted, null when they could not be. */
  counts: AlertCounts | null | undefined;
};

/** What needs somebody, or everything. Neither is current while states of one's own are chosen. */
export function ViewLinks({ counts }: ViewLinksProps) {
  const params = useSearchParams();
  const hasStates = params.getAll("state").some(Boolean);
  const isAll = params.get(VIEW_PARAM) === "all";
  const { open = 0, acknowledged = 0, resolved = 0 } = counts?.state ?? {};
  const unresolved = open + acknowledged;
  return (
    <nav
      aria-label="Alerts to list"
      className="inline-flex h-8 shrink-0 rounded-md border bg-surface"
    >
      <ViewLink view={null} isCurrent={!(hasStates || isAll)} count={counts && unresolved}>
        Unresolved
      </ViewLink>
      <ViewLink view="all" isCurrent={!hasStates && isAll} count={counts && unresolved + resolved}>
        All
      </ViewLink>
    </nav>
  );
}

type ViewLinkProps = {
  view: "all" | null;
  isCurrent: boolean;
  count: number | null | undefined;
  children: string;
};

function ViewLink({ view, isCurrent, count, children }: ViewLinkProps) {
  return (
    <TableLink
      changes={{ [VIEW_PARAM]: view, state: null, [CURSOR_PARAM]: null }}
      aria-current={isCurrent ? "true" : undefined}
      className={cn(
        "-m-px inline-flex items-center gap-1.5 rounded-md border border-transparent px-3 font-medium text-sm",
        isCurrent ? "border-line-strong bg-canvas" : "text-ink-muted hover:text-ink",
      )}
    >
      {children}
      {count === null ? null : (
        // As wide as a usual count before it has arrived.
        <span className="min-w-[2ch] text-ink-muted tabular-nums">
          {count === undefined ? "" : <Num value={count} />}
        </span>
      )}
    </TableLink>
  );
}
