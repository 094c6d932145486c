"use client";

import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { AbsoluteTime, RelativeTime } from "#components/ui/relative-time.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { SodExceptionRow } from "#lib/governance/separation/schema";
import type { Rights } from "../load.ts";
import { closedWords, whyNotDecide } from "../words.ts";
import type { Verdict } from "./decision-dialog.tsx";

type ExceptionLineProps = {
  row: SodExceptionRow;
  rights: Rights;
  onDecide: (verdict: Verdict) => void;
};

/** One exception: for whom, from what, until when, who asked and who decided. */
export function ExceptionLine({ row, rights, onDecide }: ExceptionLineProps) {
  const { person, rule, reason, state, endsAt, askedBy, askedAt, decidedBy, decidedAt } = row;
  const isOver = state === "ended" || state === "refused";
  return (
    <li data-exception={person.name} className="px-4 py-3 text-sm">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="wrap-anywhere min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-2">
            <PersonName person={person} isLink={rights.seesPeople} />
            {isOver ? <Outcome row={row} /> : null}
          </div>
          <p>
            may break{" "}
            <Link
              href={`/separation?rule=${rule.id}`}
              className="rounded font-medium hover:underline"
            >
              {rule.name}
            </Link>{" "}
            until <AbsoluteTime value={endsAt} />
          </p>
          <p className="text-ink-muted">“{reason}”</p>
          <p className="text-ink-muted">
            Asked for by {askedBy.name} <RelativeTime value={askedAt} />
            {decidedBy && decidedAt ? (
              <>
                , {state === "refused" ? "refused" : "approved"} by {decidedBy.name}{" "}
                <RelativeTime value={decidedAt} />
              </>
            ) : null}
          </p>
        </div>
        <Decisions row={row} rights={rights} onDecide={onDecide} />
      </div>
    </li>
  );
}

function PersonName({ person, isLink }: { person: SodExceptionRow["person"]; isLink: boolean }) {
  if (!isLink) return <span className="font-medium">{person.name}</span>;
  return (
    <Link href={`/users/${person.id}`} className="rounded font-medium hover:underline">
      {person.name}
    </Link>
  );
}

function Outcome({ row }: { row: SodExceptionRow }) {
  return <Badge>{closedWords(row, useNow())}</Badge>;
}

function Decisions({ row, rights, onDecide }: ExceptionLineProps) {
  const { person, state, askedBy } = row;
  const button = (verdict: Verdict, label: string, variant: "primary" | "secondary") => (
    <Button
      size="sm"
      variant={variant}
      aria-label={`${label}: ${person.name}`}
      onClick={() => onDecide(verdict)}
    >
      {label}
    </Button>
  );
  if (state === "approved" && rights.canApprove) return button("end", "End early", "secondary");
  if (state !== "asked") return null;
  const why = whyNotDecide(row, rights);
  if (why === null) {
    return (
      <div className="flex gap-2">
        {button("refuse", "Refuse", "secondary")}
        {button("approve", "Approve", "primary")}
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-2 sm:max-w-56 sm:items-end sm:text-right">
      <p className="text-ink-muted">{why}</p>
      {askedBy.id === rights.id ? button("withdraw", "Withdraw", "secondary") : null}
    </div>
  );
}
