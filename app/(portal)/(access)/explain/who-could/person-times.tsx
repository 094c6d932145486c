import Link from "next/link";
import type { ReactNode } from "react";
import { ReasonChain } from "#components/access/reason-chain.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { countOf } from "#components/ui/format-number.ts";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import type { Given, Stretch, TracedPerson, Way } from "#lib/access/trace/schema";
import { explainHref } from "../question.ts";
import type { Asked } from "./question.ts";

/** Which pages the reader may open: what leads to others is not a link. */
export type Sees = { roles: boolean; groups: boolean; people: boolean; changes: boolean };

/** More are one click away. */
const SHOWN_STRETCHES = 3;
const SHOWN_ORIGINS = 3;

type PersonTimesProps = { person: TracedPerson; asked: Asked; sees: Sees };

/** When somebody could, and on which ways. */
export function PersonTimes({ person, asked, sees }: PersonTimesProps) {
  const { id, name, email, status, stretches } = person;
  const shown = stretches.slice(0, SHOWN_STRETCHES);
  const more = stretches.slice(SHOWN_STRETCHES);
  const times = (all: readonly Stretch[]) =>
    all.map((stretch) => <Times key={stretch.from} userId={id} {...{ stretch, asked, sees }} />);
  return (
    <li className="rounded-lg border" data-person={id}>
      <h3 className="wrap-anywhere flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-2.5 text-sm">
        {sees.people ? (
          <Link
            href={`/users/${id}`}
            className="rounded font-medium underline-offset-2 hover:underline"
          >
            {name}
          </Link>
        ) : (
          <span className="font-medium">{name}</span>
        )}
        <span className="font-normal text-ink-muted">{email}</span>
        {status === "active" ? null : <Badge tone="danger">Disabled now</Badge>}
      </h3>
      <ul className="divide-y">{times(shown)}</ul>
      {more.length > 0 ? (
        <Disclosure
          className="border-t px-4 py-2 text-sm"
          summary={countOf(more.length, "more time", "more times")}
        >
          <ul className="-mx-4 divide-y border-t">{times(more)}</ul>
        </Disclosure>
      ) : null}
    </li>
  );
}

type TimesProps = { stretch: Stretch; userId: string; asked: Asked; sees: Sees };

function Times({ stretch, userId, asked, sees }: TimesProps) {
  const { permission, type, id } = asked;
  const why = explainHref({ user: userId, permission, type, id, at: stretch.from });
  const all = [...Map.groupBy(stretch.ways, originOf).values()];
  const shown = all.slice(0, SHOWN_ORIGINS);
  const more = all.slice(SHOWN_ORIGINS);
  const lines = (origins: readonly Way[][]) =>
    origins.flatMap((ways) => {
      const [first] = ways;
      if (!first) return [];
      return (
        <li key={originOf(first)} className="py-1.5">
          {ways.map(({ reason }) => (
            <ReasonChain key={JSON.stringify(reason)} {...{ reason, permission, sees }} />
          ))}
          <OriginWords {...{ stretch, sees }} way={first} />
        </li>
      );
    });
  return (
    <li className="px-4 py-2.5 text-sm">
      <p className="mb-1 flex flex-wrap items-baseline gap-x-3 font-medium">
        <span>
          <TimeWords stretch={stretch} isUntilNow={asked.to === null} />
        </span>
        <Link
          href={why}
          prefetch={false}
          className="rounded font-normal text-accent-text underline underline-offset-2"
        >
          Explain
          <span className="sr-only"> how it was at the beginning of this time</span>
        </Link>
      </p>
      <ul>{lines(shown)}</ul>
      {more.length > 0 ? (
        <Disclosure
          className="text-ink-muted"
          summary={countOf(more.length, "more way", "more ways")}
        >
          <ul className="text-ink">{lines(more)}</ul>
        </Disclosure>
      ) : null}
    </li>
  );
}

type TimeWordsProps = { stretch: Stretch; isUntilNow: boolean };

function TimeWords({ stretch, isUntilNow }: TimeWordsProps): ReactNode {
  const { from, to, began, ended } = stretch;
  if (!began && !ended) return "The whole time";
  if (!began) {
    return (
      <>
        Already before, until <AbsoluteTime value={to} />
      </>
    );
  }
  if (!ended) {
    return (
      <>
        {isUntilNow ? "Since" : "From"} <AbsoluteTime value={from} />
        {isUntilNow ? "" : " to the end"}
      </>
    );
  }
  return (
    <>
      From <AbsoluteTime value={from} /> until <AbsoluteTime value={to} />
    </>
  );
}

/** What one role or grant allowed on several ways is told once. */
function originOf({ from, to, rule, given, joined }: Way): string {
  return JSON.stringify([from, to, rule, given, joined]);
}

type OriginWordsProps = { way: Way; stretch: Stretch; sees: Sees };

function OriginWords({ way, stretch, sees }: OriginWordsProps) {
  const { rule, given, joined } = way;
  const startsLater = way.from > stretch.from;
  const endsSooner = way.to < stretch.to;
  return (
    <p className="mt-0.5 text-ink-muted text-pretty">
      {startsLater || endsSooner ? (
        <>
          On this way
          {startsLater ? (
            <>
              {" "}
              from <AbsoluteTime value={way.from} />
            </>
          ) : null}
          {endsSooner ? (
            <>
              {" "}
              until <AbsoluteTime value={way.to} />
            </>
          ) : null}
          .{" "}
        </>
      ) : null}
      {rule ? (
        <>
          Only after choosing this role for a session, as “{rule.name}” keeps it apart from others.{" "}
        </>
      ) : null}
      <GivenWords given={given} sees={sees} />
      {joined ? (
        <>
          {" "}
          <GivenWords given={joined} isMembership sees={sees} />
        </>
      ) : null}
    </p>
  );
}

type GivenWordsProps = { given: Given; isMembership?: boolean; sees: Sees };

function GivenWords({ given, isMembership = false, sees }: GivenWordsProps) {
  const { at, by, reason, eventId } = given;
  return (
    <>
      {by ? (
        <>
          {isMembership ? "Put into the group" : "Given"} by{" "}
          <span className="text-ink">{by.name}</span> on <AbsoluteTime value={at} />
        </>
      ) : (
        <>
          {isMembership ? "In the group since" : "Since"} <AbsoluteTime value={at} />; who did it is
          not recorded
        </>
      )}
      {reason ? <>: “{reason}”</> : null}.
      {eventId && sees.changes ? (
        <>
          {" "}
          <Link
            href={`/changes?change=${eventId}`}
            prefetch={false}
            className="rounded text-accent-text underline underline-offset-2"
          >
            See the change
          </Link>
        </>
      ) : null}
    </>
  );
}
