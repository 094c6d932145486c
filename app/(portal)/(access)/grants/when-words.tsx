"use client";

import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { SOON_DAYS } from "#lib/access/grants/schema";

type Window = { startsAt: string | null; endsAt: string | null };

/** What is worth noticing about when a grant holds; null for what simply does. */
function noticeOf({ startsAt, endsAt }: Window, now: number): string | null {
  if (endsAt !== null && Date.parse(endsAt) <= now) return "Ended";
  if (startsAt !== null && Date.parse(startsAt) > now) return "Not yet";
  if (endsAt === null) return null;
  return Date.parse(endsAt) <= now + SOON_DAYS * 86_400_000 ? "Ends soon" : null;
}

/** From when until when a grant holds. The exact moment is in the title of the time. */
export function WhenWords({ window }: { window: Window }) {
  const notice = noticeOf(window, useNow());
  const { startsAt, endsAt } = window;
  const moment = notice === "Not yet" ? startsAt : endsAt;
  if (moment === null) return <span className="text-ink-muted">For good</span>;
  return (
    <span className="text-ink-muted">
      {notice === null ? (
        "Ends "
      ) : (
        <Badge tone={notice === "Ends soon" ? "warning" : "neutral"} className="mr-1.5">
          {notice}
        </Badge>
      )}
      <RelativeTime value={moment} />
    </span>
  );
}

/** The same in a word, where there is little room. */
export function WhenWord({ window }: { window: Window }) {
  const notice = noticeOf(window, useNow());
  return notice === null ? null : <>{notice} · </>;
}
