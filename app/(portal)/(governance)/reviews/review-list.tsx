import Link from "next/link";
import { useId } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ReviewRow } from "#lib/governance/reviews/schema";
import { ProgressBar } from "./progress-bar.tsx";
import { countsWords, decidedPercent, linesCount, reviewStateWords, scopeWords } from "./words.ts";

type ReviewListProps = { title: string; nothing: string; rows: readonly ReviewRow[] };

export function ReviewList({ title, nothing, rows }: ReviewListProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-8">
      <h2 id={id} className="mb-3 font-semibold text-base">
        {title}
      </h2>
      {rows.length === 0 ? (
        <p className="rounded-lg border border-dashed px-3 py-4 text-ink-muted text-sm">
          {nothing}
        </p>
      ) : (
        <ul aria-labelledby={id} className="divide-y rounded-lg border text-sm">
          {rows.map((review) => (
            <ReviewItem key={review.id} review={review} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ReviewItem({ review }: { review: ReviewRow }) {
  const { name, state, counts, lineCount, ownOpen } = review;
  const percent = decidedPercent(counts, lineCount);
  return (
    <li className="relative flex flex-wrap items-center gap-x-6 gap-y-2 px-3 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={`/reviews/${review.id}`}
            className="rounded font-medium after:absolute after:inset-0"
          >
            {name}
          </Link>
          {state === "closing" ? (
            <Badge tone={reviewStateWords.closing.tone}>{reviewStateWords.closing.label}</Badge>
          ) : null}
          {ownOpen > 0 ? <Badge tone="info">{linesCount(ownOpen)} for you</Badge> : null}
        </p>
        <p className="text-ink-muted">{scopeWords(review.scopeKind, review.scope)}</p>
        <p className="text-ink-muted">
          <When review={review} /> · started by {review.startedBy.name}
        </p>
      </div>
      <div className="w-full sm:w-64">
        {state === "closed" ? null : (
          <ProgressBar percent={percent} label={`${name}: ${percent} percent decided`} />
        )}
        <p className="mt-1 text-ink-muted tabular-nums">
          {state === "closed"
            ? linesCount(lineCount)
            : `${percent} % of ${linesCount(lineCount)} decided`}
          <span className="block">{countsWords(counts)}</span>
        </p>
      </div>
    </li>
  );
}

function When({ review: { state, deadline, closedAt } }: { review: ReviewRow }) {
  if (state === "running") {
    return (
      <>
        Ends <RelativeTime value={deadline} />
      </>
    );
  }
  if (!closedAt) return "Over: what is left is being done";
  return (
    <>
      Closed <RelativeTime value={closedAt} />
    </>
  );
}
