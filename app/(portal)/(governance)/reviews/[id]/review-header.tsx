import { Download } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button-style.ts";
import { AbsoluteTime, RelativeTime } from "#components/ui/relative-time.tsx";
import type { ReviewDetail } from "#lib/governance/reviews/schema";
import { ProgressBar } from "../progress-bar.tsx";
import { ReviewsHelp } from "../reviews-help.tsx";
import { countsWords, decidedPercent, linesCount, reviewStateWords, scopeWords } from "../words.ts";
import { EndReview } from "./end-review.tsx";

type ReviewHeaderProps = { review: ReviewDetail; canEnd: boolean; seesEvidence: boolean };

/** What a review is about, how long it goes on and how far it is. */
export function ReviewHeader({ review, canEnd, seesEvidence }: ReviewHeaderProps) {
  const { state, counts, lineCount, uses, ownOpen } = review;
  const percent = decidedPercent(counts, lineCount);
  const { label, tone } = reviewStateWords[state];
  return (
    <div className="wrap-anywhere">
      <PageHeader
        title={review.name}
        description={
          <>
            {scopeWords(review.scopeKind, review.scope)} · started by {review.startedBy.name}{" "}
            <RelativeTime value={review.createdAt} />
          </>
        }
        actions={
          <>
            {state === "running" && canEnd ? <EndReview review={review} /> : null}
            {review.evidenceKey !== null && seesEvidence ? (
              <a
                href={`/api/reviews/${review.id}/evidence`}
                download
                className={buttonClass({ variant: "primary" })}
              >
                <Download aria-hidden />
                Download evidence
              </a>
            ) : null}
          </>
        }
      />
      <ReviewsHelp />
      <div className="mb-5 grid gap-x-8 gap-y-3 rounded-lg border px-4 py-3 text-sm sm:grid-cols-2">
        <div>
          <p className="mb-1 flex flex-wrap items-center gap-2">
            <Badge tone={tone}>{label}</Badge>
            <span className="font-medium">
              <When review={review} />
            </span>
          </p>
          <p className="text-pretty text-ink-muted">
            <WhatThen review={review} seesEvidence={seesEvidence} />
          </p>
        </div>
        <div>
          <p className="mb-1.5 font-medium tabular-nums">
            {percent} % of {linesCount(lineCount)} decided
            {ownOpen > 0 ? ` · ${linesCount(ownOpen)} for you` : null}
          </p>
          <ProgressBar percent={percent} label="Decided" />
          <p className="mt-1.5 text-ink-muted tabular-nums">
            {countsWords(counts)}
            {uses.never > 0 ? ` · ${linesCount(uses.never)} never used` : null}
          </p>
        </div>
      </div>
    </div>
  );
}

function When({ review: { state, deadline, closedAt } }: { review: ReviewDetail }) {
  if (state === "running") {
    return (
      <>
        Ends <RelativeTime value={deadline} />
      </>
    );
  }
  if (!closedAt) return "What is left is being done";
  return (
    <>
      Closed <RelativeTime value={closedAt} />
    </>
  );
}

type WhatThenProps = Pick<ReviewHeaderProps, "review" | "seesEvidence">;

function WhatThen({ review, seesEvidence }: WhatThenProps) {
  const { state, deadline, undecided, endedBy } = review;
  if (state === "running") {
    return (
      <>
        <AbsoluteTime value={deadline} />. Whatever nobody has decided by then{" "}
        {undecided === "keep" ? "stays as it is" : "is revoked"}.
      </>
    );
  }
  const early = endedBy ? `Ended early by ${endedBy.name}. ` : "";
  const left = undecided === "keep" ? "Nothing more was revoked." : "The rest was revoked.";
  if (state === "closing") return `${early}Load the page again in a minute.`;
  return (
    <>
      {early}
      {left}{" "}
      {seesEvidence ? (
        <Link href="/reviews/evidence" className="font-medium text-ink underline">
          How to check the evidence
        </Link>
      ) : null}
    </>
  );
}
