"use client";

import { PreviewBox } from "#components/access/preview-box.tsx";
import { RadiusView } from "#components/access/radius-view.tsx";
import type { Rehearsal } from "#components/access/use-rehearsal.ts";
import { formatNumber } from "#components/ui/format-number.ts";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import type { SodKind } from "#lib/governance/separation/schema";
import type { Concerned } from "./actions.ts";
import { breakingWords, consequenceWords, hasWords } from "./words.ts";

/** As many are named before saving; afterwards the page lists them. */
const NAMED = 5;

type ConcernedPeopleProps = {
  kind: SodKind;
  rehearsal: Rehearsal<Concerned>;
  idle: string;
  isRefused: boolean;
};

/** Whom a rule would concern at once, before it is saved. */
export function ConcernedPeople({ kind, rehearsal, idle, isRefused }: ConcernedPeopleProps) {
  return (
    <PreviewBox
      title="Whom it concerns already"
      rehearsal={rehearsal}
      idle={idle}
      isRefused={isRefused}
      pending="Looking for people…"
    >
      {(concerned) => <Found kind={kind} concerned={concerned} />}
    </PreviewBox>
  );
}

function Found({ kind, concerned }: { kind: SodKind; concerned: Concerned }) {
  const { peopleCount, people, breakingRoles, radius } = concerned;
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
      {radius.peopleCount > 0 ? (
        <div className="mt-3 border-t pt-2.5">
          <RadiusView radius={radius} />
        </div>
      ) : null}
    </>
  );
}
