"use client";

import type { Rehearsal } from "#components/access/use-rehearsal.ts";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { formatNumber } from "#components/ui/format-number.ts";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { SodKind } from "#lib/governance/separation/schema";
import type { Concerned } from "./actions.ts";
import { breakingWords, consequenceWords, hasWords } from "./words.ts";

/** As many are named before saving; afterwards the page lists them. */
const NAMED = 5;

type ConcernedPeopleProps = { kind: SodKind; rehearsal: Rehearsal<Concerned>; idle: string };

/** Whom a rule would concern at once, before it is saved. */
export function ConcernedPeople({ kind, rehearsal, idle }: ConcernedPeopleProps) {
  return (
    <section
      aria-label="Whom it concerns already"
      className="rounded-md border bg-surface px-3 py-2.5"
    >
      <h3 className="mb-1.5 font-medium text-sm">Whom it concerns already</h3>
      <FormAlert message={rehearsal.state === "failed" ? rehearsal.message : null} />
      <div role="status" className="text-sm">
        {rehearsal.state === "idle" ? <p className="text-ink-muted">{idle}</p> : null}
        {rehearsal.state === "pending" ? (
          <>
            <span className="sr-only">Looking for people…</span>
            <Skeleton className="my-0.5 w-2/3" />
          </>
        ) : null}
        {rehearsal.state === "done" ? <Found kind={kind} concerned={rehearsal.outcome} /> : null}
      </div>
    </section>
  );
}

function Found({ kind, concerned }: { kind: SodKind; concerned: Concerned }) {
  const { peopleCount, people, breakingRoles } = concerned;
  const named = people.slice(0, NAMED);
  const more = peopleCount - named.length;
  return (
    <>
      <p className={peopleCount === 0 ? "text-ink-muted" : undefined}>
        {consequenceWords(kind, peopleCount)}
      </p>
      {breakingRoles.length > 0 ? (
        <p className="wrap-anywhere mt-1 text-warning">
          {breakingWords(
            kind,
            breakingRoles.map(({ name }) => name),
          )}
        </p>
      ) : null}
      {named.length > 0 ? (
        <ul className="mt-2 flex flex-col gap-1">
          {named.map(({ id, name, has, from }) => (
            <li key={id} className="wrap-anywhere">
              <span className="font-medium">{name}</span>{" "}
              <span className="text-ink-muted">
                {hasWords(has)}
                {from ? (
                  <>
                    {" "}
                    from <AbsoluteTime value={from} />
                  </>
                ) : null}
              </span>
            </li>
          ))}
          {more > 0 ? <li className="text-ink-muted">and {formatNumber(more)} more</li> : null}
        </ul>
      ) : null}
    </>
  );
}
