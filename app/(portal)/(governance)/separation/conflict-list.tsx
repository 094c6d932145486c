"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { formatNumber } from "#components/ui/format-number.ts";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import type { Rights } from "./load.ts";
import type { ShownConflict, ShownRule } from "./shown-rules.ts";
import { conflictWords, hasWords } from "./words.ts";

type ConflictListProps = {
  rule: ShownRule;
  rights: Rights;
  onAsk: (person: ShownConflict) => void;
};

/** Who breaks a rule or has to choose because of it; closed until somebody wants to know. */
export function ConflictList({ rule, rights, onAsk }: ConflictListProps) {
  const { kind, people, peopleCount, laterCount, exceptedCount } = rule;
  const words = conflictWords(kind, peopleCount, laterCount, exceptedCount);
  if (peopleCount === 0) return <p className="mt-2 text-ink-muted">{words}.</p>;
  const more = peopleCount - people.length;
  return (
    <Disclosure
      className="mt-2"
      summary={
        kind === "static" ? (
          <span className="flex items-center gap-1.5 font-medium text-warning">
            <TriangleAlert aria-hidden className="size-4 shrink-0" />
            {words}
          </span>
        ) : (
          words
        )
      }
    >
      <ul className="mt-2 divide-y rounded-md border bg-canvas">
        {people.map((person) => (
          <ConflictLine
            key={person.id}
            person={person}
            rights={rights}
            onAsk={() => onAsk(person)}
          />
        ))}
        {more > 0 ? (
          <li className="px-3 py-2 text-ink-muted">
            And {formatNumber(more)} more, by name. They move up as those above are settled.
          </li>
        ) : null}
      </ul>
    </Disclosure>
  );
}

type ConflictLineProps = { person: ShownConflict; rights: Rights; onAsk: () => void };

function ConflictLine({ person, rights, onAsk }: ConflictLineProps) {
  const { id, name, has, from, exception } = person;
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
      <div className="wrap-anywhere min-w-0 flex-1 basis-56">
        {rights.seesPeople ? (
          <Link href={`/users/${id}`} className="rounded font-medium hover:underline">
            {name}
          </Link>
        ) : (
          <span className="font-medium">{name}</span>
        )}{" "}
        <span className="text-ink-muted">
          has {hasWords(has)}
          {from ? (
            <>
              {" "}
              from <AbsoluteTime value={from} />
            </>
          ) : null}
        </span>
      </div>
      {exception ? (
        <Link href="/separation/exceptions" className="rounded text-ink-muted hover:underline">
          {exception.state === "asked" ? (
            "Exception asked for"
          ) : (
            <>
              Excepted until <AbsoluteTime value={exception.endsAt} />
            </>
          )}
        </Link>
      ) : rights.canAsk ? (
        <Button size="sm" aria-label={`Ask for an exception for ${name}`} onClick={onAsk}>
          Ask for an exception
        </Button>
      ) : null}
    </li>
  );
}
