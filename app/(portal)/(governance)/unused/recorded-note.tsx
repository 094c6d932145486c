"use client";

import { Info } from "lucide-react";
import { UtcDay } from "#components/ui/local-text.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { UsageDays } from "#lib/governance/unused/schema";

type RecordedNoteProps = {
  /** The first day of which anything is known. */
  since: string;
  days: UsageDays;
  /** Nothing is known of some of the days that are asked about. */
  isShort: boolean;
  /** When the numbers were worked out, where they may be older than the page. */
  asOf?: string;
};

/** How far back anything is known, and what that means for what looks unused. */
export function RecordedNote({ since, days, isShort, asOf }: RecordedNoteProps) {
  const day = <UtcDay value={since} />;
  const worked = asOf ? (
    <>
      {" "}
      Counted <RelativeTime value={asOf} />.
    </>
  ) : null;
  if (!isShort) {
    return (
      <p className="mb-4 text-ink-muted text-sm">
        Recorded since {day}.{worked}
      </p>
    );
  }
  return (
    <p className="mb-4 flex max-w-3xl items-start gap-2 rounded-md border bg-surface px-3 py-2 text-sm">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
      <span>
        Recorded only since {day}, less than the {days} days you look at: what is done more rarely
        looks unused.{worked}
      </span>
    </p>
  );
}
