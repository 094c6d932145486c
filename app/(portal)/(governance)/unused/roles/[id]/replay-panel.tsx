import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { permissionName } from "#components/access/permission-words.ts";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { countOf, peopleOf } from "#components/ui/format-number.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { NewDenial, Replay, UsageDays } from "#lib/governance/unused/schema";
import { decisionsOf } from "../../words.ts";
import type { ReplayState } from "./use-replay.ts";

type ReplayPanelProps = { replay: ReplayState; days: UsageDays; query: string };

/** What would have become of the last days' decisions with the smaller role. */
export function ReplayPanel({ replay, days, query }: ReplayPanelProps) {
  return (
    <section aria-labelledby="replay" className="rounded-lg border bg-surface p-4 text-sm">
      <h2 id="replay" className="mb-2 font-semibold text-base">
        Replay of {days} days
      </h2>
      <FormAlert message={replay.state === "failed" ? replay.message : null} />
      <div role="status">
        {replay.state === "idle" ? (
          <p className="text-ink-muted">
            Untick what the role should no longer allow. What its people did in that time is then
            decided again.
          </p>
        ) : null}
        {replay.state === "pending" ? (
          <>
            <span className="sr-only">Deciding again…</span>
            <Skeleton className="my-0.5 w-3/4" />
            <Skeleton className="mt-2.5 w-1/2" />
          </>
        ) : null}
        {replay.state === "done" ? <Verdict replay={replay.replay} days={days} /> : null}
      </div>
      {replay.state === "done" ? <Denials replay={replay.replay} query={query} /> : null}
    </section>
  );
}

function Verdict({ replay, days }: { replay: Replay; days: UsageDays }) {
  const { decisions, peopleCount, deniedDecisions } = replay;
  if (decisions === 0) {
    return (
      <p className="text-ink-muted">
        Nobody who has this role used anything in the last {days} days: there is nothing to decide
        again, so a replay proves nothing.
      </p>
    );
  }
  const replayed = `${decisionsOf(decisions)} of ${peopleOf(peopleCount)} replayed`;
  if (deniedDecisions === 0) {
    return (
      <p className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        <span>
          <span className="font-medium">No new denials.</span> {replayed}, each with the same answer
          as now.
        </span>
      </p>
    );
  }
  return (
    <p className="flex items-start gap-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <span>
        {replayed}:{" "}
        <span className="font-medium">{decisionsOf(deniedDecisions)} would now be denied.</span>
      </span>
    </p>
  );
}

function Denials({ replay, query }: { replay: Replay; query: string }) {
  const { denials, moreDenials } = replay;
  if (denials.length === 0) return null;
  return (
    <>
      <ul
        aria-label="New denials"
        // Scrolls by itself: the button below stays in reach.
        className="mt-3 max-h-80 divide-y overflow-y-auto border-y"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        {denials.map((denial) => (
          <li key={`${denial.person.id} ${denial.permission} ${denial.on}`} className="py-1.5">
            <Denial denial={denial} query={query} />
          </li>
        ))}
      </ul>
      {moreDenials > 0 ? (
        <p className="mt-2 text-ink-muted">and {countOf(moreDenials, "more line", "more lines")}</p>
      ) : null}
    </>
  );
}

function Denial({ denial, query }: { denial: NewDenial; query: string }) {
  const { person, permission, on, count, lastAt } = denial;
  return (
    <>
      <Link
        href={`/unused/people/${person.id}${query}`}
        className="wrap-anywhere font-medium underline-offset-2 hover:underline"
      >
        {person.name}
      </Link>
      <span className="block wrap-anywhere text-ink-muted">
        {permissionName(permission)}
        {on ? ` on ${on.replace("/", " ")}` : ""} · {countOf(count, "time", "times")}, last{" "}
        <RelativeTime value={lastAt} />
      </span>
    </>
  );
}
