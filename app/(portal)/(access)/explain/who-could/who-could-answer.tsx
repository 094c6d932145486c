import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { permissionDeed } from "#components/access/permission-words.ts";
import { buttonClass } from "#components/ui/button-style.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatNumber } from "#components/ui/format-number.ts";
import { Num } from "#components/ui/num.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { traceAccess } from "#lib/access/trace/queries";
import type { TracePage, TraceQuestion } from "#lib/access/trace/schema";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { PersonTimes } from "./person-times.tsx";
import { type Asked, whoCouldHref } from "./question.ts";

const PAGE_SIZE = 25;

type WhoCouldAnswerProps = {
  grant: Grant<"access.trace">;
  actor: Actor;
  asked: Asked;
  question: TraceQuestion;
  cursor: string | undefined;
};

/** Everybody who could, and when. */
export async function WhoCouldAnswer(props: WhoCouldAnswerProps) {
  const { grant, actor, asked, question, cursor } = props;
  const page = await traceAccess(grant, question, { cursor, limit: PAGE_SIZE });
  const { permissions: held } = actor;
  const sees = {
    roles: held.has("role.read"),
    groups: held.has("group.read"),
    people: held.has("user.read"),
    changes: held.has("access_change.read"),
  };
  return (
    <section aria-labelledby="answer-heading" data-answer="who">
      <h2 id="answer-heading" className="wrap-anywhere font-semibold text-lg">
        {headline(page.total)} {permissionDeed(question.permission)}
        {question.resourceId ? ` on ${question.resourceType} ${question.resourceId}` : ""}.
      </h2>
      <p className="mb-4 text-ink-muted text-sm">
        Between <AbsoluteTime value={page.from} /> and <AbsoluteTime value={page.to} />.{" "}
        <code className="font-mono text-xs">{question.permission}</code>
      </p>
      {page.rows.length === 0 ? <Nobody total={page.total} asked={asked} /> : null}
      <ul className="flex flex-col gap-3">
        {page.rows.map((person) => (
          <PersonTimes key={person.id} {...{ person, asked, sees }} />
        ))}
      </ul>
      <Pages asked={asked} page={page} offset={Number(cursor ?? 0)} />
    </section>
  );
}

function headline(total: number): string {
  if (total === 0) return "Nobody could";
  return total === 1 ? "One person could" : `${formatNumber(total)} people could`;
}

function Nobody({ total, asked }: { total: number; asked: Asked }) {
  if (total > 0) {
    return (
      <EmptyState
        kind="nothing-matches"
        title="There is no such page"
        action={
          <Link href={whoCouldHref(asked)} className={buttonClass({})}>
            First page
          </Link>
        }
      >
        The list ends before it.
      </EmptyState>
    );
  }
  return (
    <p className="rounded-lg border px-3 py-2 text-sm">
      No role and no grant allowed it to anybody at any moment of this time
      {asked.id
        ? "."
        : ". Somebody may still have had it on a single resource: name one to find out."}
    </p>
  );
}

type PagesProps = { asked: Asked; page: TracePage; offset: number };

function Pages({ asked, page, offset }: PagesProps) {
  const { rows, total, previousCursor, nextCursor } = page;
  if (previousCursor === null && nextCursor === null) return null;
  // "Now" stays the one of the first page: nobody is missed between two pages.
  const same = { ...asked, to: page.to, from: page.from };
  return (
    <nav aria-label="Pages of people" className="mt-4 flex items-center justify-between gap-3">
      <p className="text-ink-muted text-sm">
        <Num value={offset + 1} />–<Num value={offset + rows.length} /> of <Num value={total} />
      </p>
      <div className="flex gap-2">
        <PageLink href={previousCursor && whoCouldHref(same, previousCursor)}>
          <ChevronLeft aria-hidden /> Previous
        </PageLink>
        <PageLink href={nextCursor && whoCouldHref(same, nextCursor)}>
          Next <ChevronRight aria-hidden />
        </PageLink>
      </div>
    </nav>
  );
}

function PageLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return null;
  return (
    <Link href={href} prefetch={false} className={buttonClass({})}>
      {children}
    </Link>
  );
}
