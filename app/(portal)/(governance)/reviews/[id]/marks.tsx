import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { PathStep, ReviewLine } from "#lib/governance/reviews/schema";
import { stateLabel, stateTone } from "../words.ts";

export function StateBadge({ line }: { line: ReviewLine }) {
  const isGone = !line.isThere && line.outcome === null;
  if (isGone) return <Badge tone="neutral">Gone</Badge>;
  if (line.state === "asked" && line.answer !== null) return <Badge tone="success">Answered</Badge>;
  return <Badge tone={stateTone(line.state)}>{stateLabel(line.state)}</Badge>;
}

export function LastUse({ at }: { at: string | null }) {
  if (at === null) return <span className="font-medium">Never</span>;
  return <RelativeTime value={at} className="text-ink-muted" />;
}

const leads: Record<PathStep["type"], string> = {
  group: "Group ",
  role: "",
  gives: "gives ",
  permission: "allows ",
  resource: "",
};

/** The way to what the review is about: group > role > parent role > what it says. */
export function Path({ steps }: { steps: readonly PathStep[] }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1 gap-y-0.5">
      {steps.map(({ type, id, name }, index) => (
        <Fragment key={`${type} ${id}`}>
          {index > 0 ? (
            <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
          ) : null}
          <span className="wrap-anywhere min-w-0">
            {leads[type]}
            {name}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
