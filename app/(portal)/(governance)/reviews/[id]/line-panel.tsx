"use client";

import { WindowWords } from "#components/access/reason-chain.tsx";
import { PanelActions, useLastId } from "#components/data-table/panel-actions.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Fact, FactList } from "#components/ui/fact-list.tsx";
import { AbsoluteTime, RelativeTime } from "#components/ui/relative-time.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import type { ReviewLine } from "#lib/governance/reviews/schema";
import { whatWords, whoWords } from "../words.ts";
import { LastUse, Path, StateBadge } from "./marks.tsx";
import type { LineWork } from "./selection-bar.tsx";
import { canReassign, isForMe, type Reviewing } from "./work.ts";

export const PANEL_PARAM = "line";

type LinePanelProps = {
  rows: readonly ReviewLine[];
  reviewing: Reviewing;
  pending: boolean;
  onKeep: (line: ReviewLine) => void;
  onWork: (work: LineWork, line: ReviewLine) => void;
};

/** The line that the URL names, beside the list. The list's rows hold all there is to know. */
export function LinePanel({ rows, reviewing, pending, onKeep, onWork }: LinePanelProps) {
  const panel = usePanel(PANEL_PARAM);
  const shownId = useLastId(panel.id);
  const line = rows.find((row) => row.id === shownId);
  return (
    <SidePanel
      open={panel.id !== null}
      title={line ? whoWords(line) : "Line"}
      onClose={panel.close}
      actions={<PanelActions noun="line" param={PANEL_PARAM} shownId={shownId} panel={panel} />}
      footer={
        line && canReassign(reviewing, line) ? (
          <div className="flex flex-wrap gap-2">
            {isForMe(reviewing, line) ? (
              <>
                <Button
                  variant="primary"
                  pending={pending}
                  disabled={line.state === "kept"}
                  onClick={() => onKeep(line)}
                >
                  {line.state === "kept" ? "Kept" : "Keep"}
                </Button>
                <Button onClick={() => onWork("keep", line)}>Keep with a comment…</Button>
                <Button onClick={() => onWork("revoke", line)}>Revoke…</Button>
                <Button onClick={() => onWork("ask", line)}>Ask…</Button>
              </>
            ) : null}
            <Button onClick={() => onWork("reassign", line)}>Another reviewer…</Button>
          </div>
        ) : null
      }
    >
      {line ? (
        <LineDetails line={line} />
      ) : (
        <EmptyState title="This line is not on this page">
          It stands on another page of the list, or the filters leave it out.
        </EmptyState>
      )}
    </SidePanel>
  );
}

function LineDetails({ line }: { line: ReviewLine }) {
  const { peopleCount, reviewer, decidedBy, decidedAt, comment } = line;
  return (
    <div className="wrap-anywhere flex flex-col gap-4">
      {line.isOwn ? (
        <p className="rounded-md border bg-surface px-3 py-2 text-sm">
          This is your own access. Somebody else decides about it: choose another reviewer.
        </p>
      ) : null}
      <FactList>
        <Fact term="Has">{whatWords(line)}</Fact>
        <Fact term="Way">
          <Path steps={line.path} />
        </Fact>
        {peopleCount === null ? null : <Fact term="Members">{peopleCount}</Fact>}
        <Fact term="Last used">
          <LastUse at={line.lastUsedAt} />
        </Fact>
        <Fact term="Given">
          <RelativeTime value={line.since} />{" "}
          <WindowWords startsAt={line.startsAt} endsAt={line.endsAt} />
        </Fact>
        <Fact term="Why">{line.reason || <span className="text-ink-muted">Nobody said</span>}</Fact>
        <Fact term="Reviewer">{reviewer.name}</Fact>
        <Fact term="State">
          <StateBadge line={line} />{" "}
          {line.lapsed ? <span className="text-ink-muted">nobody decided in time</span> : null}
          {line.outcomeReason ? <p className="mt-1">{line.outcomeReason}</p> : null}
        </Fact>
        {decidedBy && decidedAt ? (
          <Fact term={line.decision === "ask" ? "Asked" : "Decided"}>
            {decidedBy.name}, <AbsoluteTime value={decidedAt} />
          </Fact>
        ) : null}
        {comment ? <Fact term="Comment">{comment}</Fact> : null}
        {line.question ? <Fact term="Question">{line.question}</Fact> : null}
        {line.answer ? (
          <Fact term="Answer">
            {line.answer} <span className="text-ink-muted">({line.answeredBy?.name})</span>
          </Fact>
        ) : null}
      </FactList>
    </div>
  );
}
