"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { peopleWords } from "#components/access/radius.ts";
import { RadiusView } from "#components/access/radius-view.tsx";
import { Fact, FactList } from "#components/ui/fact-list.tsx";
import { LongText } from "#components/ui/long-text.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { OpenedChange } from "#lib/governance/changes/schema";
import { BeforeAfterLinks } from "./before-after-links.tsx";
import { Differences } from "./differences.tsx";
import { byLabel, byTypeLabel, targetType } from "./labels.ts";

/** Which pages the reader may open: what leads to others is not a link. */
export type SeesPages = Record<"people" | "roles" | "groups" | "audit" | "explain", boolean>;

type ChangeDetailsProps = { change: OpenedChange; sees: SeesPages };

/** Everything that is known about one change. */
export function ChangeDetails({ change, sees }: ChangeDetailsProps) {
  return (
    <div className="flex flex-col gap-6">
      <Facts change={change} sees={sees} />
      <Section title="Before and after">
        <Differences lines={change.differences} />
      </Section>
      <Section title="Whose access it altered">
        {change.radius ? (
          <RadiusView radius={change.radius} hasHappened />
        ) : (
          <p className="text-ink-muted text-sm">The log does not say whom this change reached.</p>
        )}
      </Section>
      {sees.explain && sees.people ? <BeforeAfterLinks change={change} /> : null}
      {sees.audit ? (
        <Link
          href={`/audit?event=${change.id}`}
          className="w-fit rounded text-accent-text text-sm underline underline-offset-2"
        >
          Open the audit event
        </Link>
      ) : null}
    </div>
  );
}

function Facts({ change, sees }: ChangeDetailsProps) {
  const { people, reason } = change;
  return (
    <FactList>
      <Fact term="When">
        <AbsoluteTime value={change.at} />
      </Fact>
      <Fact term="By">
        {change.byType === "user" && change.by ? (
          <Place href={`/users/${change.by.id}`} isLink={sees.people}>
            {byLabel(change)}
          </Place>
        ) : (
          byLabel(change)
        )}
        {change.byType === "user" ? null : (
          <span className="block text-ink-muted">{byTypeLabel(change.byType)}</span>
        )}
      </Fact>
      {change.target ? (
        <Fact term={targetType(change.target.type)}>
          <TargetPlace target={change.target} sees={sees} />
        </Fact>
      ) : null}
      {people.length > 0 ? (
        <Fact term={people.length === 1 ? "Person" : "People"}>
          <LongText text={peopleWords(people, 0, people.length)} />
        </Fact>
      ) : null}
      <Fact term="Why">
        {reason ? (
          <LongText text={reason} />
        ) : (
          <span className="text-ink-muted">Nobody said why.</span>
        )}
      </Fact>
    </FactList>
  );
}

type TargetPlaceProps = { target: NonNullable<OpenedChange["target"]>; sees: SeesPages };

function TargetPlace({ target: { type, id, name }, sees }: TargetPlaceProps) {
  const pages: Record<string, { href: string; isLink: boolean }> = {
    user: { href: `/users/${id}`, isLink: sees.people },
    role: { href: `/roles/${id}`, isLink: sees.roles },
    group: { href: `/groups/${id}`, isLink: sees.groups },
  };
  const page = Object.hasOwn(pages, type) ? pages[type] : undefined;
  if (!page) return <LongText text={name} />;
  return (
    <Place href={page.href} isLink={page.isLink}>
      {name}
    </Place>
  );
}

type PlaceProps = { href: string; isLink: boolean; children: string };

function Place({ href, isLink, children }: PlaceProps) {
  if (!isLink) return <LongText text={children} />;
  return (
    <Link
      href={href}
      className="wrap-anywhere rounded text-accent-text underline underline-offset-2"
    >
      {children}
    </Link>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 font-medium text-sm">{title}</h3>
      {children}
    </section>
  );
}

/** As high as the facts of a usual change. */
export function ChangeSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the change…</span>
      {["w-2/3", "w-1/2", "w-3/5", "w-4/5"].map((width) => (
        <div
          key={width}
          className="grid h-9 grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-3 border-b"
        >
          <Skeleton className="h-3 w-16" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
      <Skeleton className="mt-8 h-3 w-28" />
      <Skeleton className="mt-3 h-16 w-full" />
    </div>
  );
}
