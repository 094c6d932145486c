"use client";

import { useState } from "react";
import { DataTable } from "#components/data-table/data-table.tsx";
import { DataTableSkeleton } from "#components/data-table/data-table-skeleton.tsx";
import { perform } from "#components/shell/perform.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { LinePage, ReviewLine } from "#lib/governance/reviews/schema";
import { decideLinesAction } from "../actions.ts";
import { linesCount, lineWords, whatWords } from "../words.ts";
import { columnsWith, LINES_LABEL, LINES_TABLE_ID, lineColumns } from "./columns.tsx";
import { CommentDialog } from "./comment-dialog.tsx";
import { LinePanel, PANEL_PARAM } from "./line-panel.tsx";
import { ReassignDialog } from "./reassign-dialog.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { type LineWork, SelectionBar } from "./selection-bar.tsx";
import { canReassign, type Reviewing } from "./work.ts";

type LinesViewProps = { page: LinePage; reviewing: Reviewing; isFiltered: boolean };

/** The lines of a review, and what whoever looks does with them, one by one or together. */
export function LinesView({ page, reviewing, isFiltered }: LinesViewProps) {
  const { rows } = page;
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState(false);
  const [work, setWork] = useState<{ kind: LineWork; lines: readonly ReviewLine[] } | null>(null);
  const [open, setOpen] = useState(false);
  // What is decided meanwhile, or stands on another page, is not chosen any more.
  const chosen = rows.filter((line) => ids.has(line.id) && canReassign(reviewing, line));
  const { id: reviewId } = reviewing.review;

  function toggle(id: string) {
    setIds((now) =>
      now.has(id) ? new Set([...now].filter((each) => each !== id)) : new Set([...now, id]),
    );
  }
  function begin(kind: LineWork, lines: readonly ReviewLine[]) {
    setWork({ kind, lines });
    setOpen(true);
  }
  async function keep(lines: readonly ReviewLine[]) {
    const [only] = lines;
    const isOne = lines.length === 1 && only !== undefined;
    setPending(true);
    const input = { reviewId, lineIds: lines.map(({ id }) => id), decision: "keep" };
    const result = await perform(() => decideLinesAction(input), {
      done: isOne ? `Kept: ${lineWords(only)}` : `${linesCount(lines.length)} kept`,
      failed: "Nothing was kept",
    });
    setPending(false);
    if (result?.ok) setIds(new Set());
  }

  const columns = columnsWith({
    reviewing,
    chosen: ids,
    onToggle: toggle,
    onKeep: (line) => void keep([line]),
    onRevoke: (line) => begin("revoke", [line]),
  });
  const dialog = (kind: LineWork) => ({
    reviewId,
    lines: work?.lines ?? [],
    open: open && work?.kind === kind,
    onOpenChange: setOpen,
    onDone: () => setIds(new Set()),
  });
  return (
    <>
      <SelectionBar
        {...{ reviewing, rows, chosen, pending }}
        onChoose={(next) => setIds(new Set(next))}
        onKeep={() => void keep(chosen)}
        onWork={(kind) => begin(kind, chosen)}
      />
      <DataTable
        id={LINES_TABLE_ID}
        label={LINES_LABEL}
        rows={rows}
        rowId={(line) => line.id}
        columns={columns}
        secondary={(line) => <Secondary line={line} />}
        nextCursor={page.nextCursor}
        previousCursor={page.previousCursor}
        panelParam={PANEL_PARAM}
        isFiltered={isFiltered}
        empty={<EmptyState title="No lines">This review has no lines for you.</EmptyState>}
      />
      <LinePanel
        {...{ rows, reviewing, pending }}
        onKeep={(line) => void keep([line])}
        onWork={(kind, line) => begin(kind, [line])}
      />
      <RevokeDialog {...dialog("revoke")} />
      <CommentDialog {...dialog("ask")} decision="ask" />
      <CommentDialog {...dialog("keep")} decision="keep" />
      <ReassignDialog {...dialog("reassign")} canManage={reviewing.canManage} />
    </>
  );
}

/** What the columns say for which there is no room. */
function Secondary({ line }: { line: ReviewLine }) {
  return (
    <>
      {whatWords(line)} ·{" "}
      {line.lastUsedAt === null ? "never used" : <RelativeTime value={line.lastUsedAt} />}
    </>
  );
}

export function LinesSkeleton() {
  return (
    <DataTableSkeleton
      id={LINES_TABLE_ID}
      label={LINES_LABEL}
      columns={lineColumns}
      rowCount={12}
      hasSecondary
    />
  );
}
