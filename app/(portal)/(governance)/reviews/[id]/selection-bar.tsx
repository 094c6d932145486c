"use client";

import { Button } from "#components/ui/button.tsx";
import type { ReviewLine } from "#lib/governance/reviews/schema";
import { linesCount } from "../words.ts";
import { canReassign, isForMe, type Reviewing } from "./work.ts";

/** What is done in a dialog; keeping needs none, but a comment does. */
export type LineWork = "keep" | "revoke" | "ask" | "reassign";

type SelectionBarProps = {
  reviewing: Reviewing;
  rows: readonly ReviewLine[];
  chosen: readonly ReviewLine[];
  pending: boolean;
  onChoose: (ids: readonly string[]) => void;
  onKeep: () => void;
  onWork: (work: LineWork) => void;
};

/** What can be done with the lines that are chosen. */
export function SelectionBar(props: SelectionBarProps) {
  const { reviewing, rows, chosen, pending, onChoose, onKeep, onWork } = props;
  const mine = rows.filter((line) => isForMe(reviewing, line));
  const undecided = mine.filter(({ state }) => state === "undecided");
  const some = undecided.length > 0 ? undecided : mine;
  if (chosen.length === 0) {
    if (some.length === 0) return null;
    return (
      <div className="mb-2 flex flex-wrap items-center gap-2 text-sm">
        <Button size="sm" onClick={() => onChoose(some.map(({ id }) => id))}>
          {undecided.length > 0
            ? `Choose the ${linesCount(undecided.length)} here that you have to decide`
            : `Choose your ${linesCount(mine.length)} here`}
        </Button>
      </div>
    );
  }
  const allMine = chosen.every((line) => isForMe(reviewing, line));
  return (
    <section
      aria-label="Chosen lines"
      className="sticky top-(--shell-top) z-20 mb-2 flex flex-wrap items-center gap-2 rounded-lg border bg-raised px-3 py-2 text-sm shadow-popup"
    >
      <span role="status" className="mr-auto font-medium">
        {linesCount(chosen.length)} chosen
      </span>
      {allMine ? (
        <>
          <Button size="sm" pending={pending} onClick={onKeep}>
            Keep
          </Button>
          <Button size="sm" disabled={pending} onClick={() => onWork("revoke")}>
            Revoke…
          </Button>
          <Button size="sm" disabled={pending} onClick={() => onWork("ask")}>
            Ask…
          </Button>
        </>
      ) : null}
      {chosen.every((line) => canReassign(reviewing, line)) ? (
        <Button size="sm" disabled={pending} onClick={() => onWork("reassign")}>
          Another reviewer…
        </Button>
      ) : null}
      <Button size="sm" variant="ghost" onClick={() => onChoose([])}>
        Choose none
      </Button>
    </section>
  );
}
