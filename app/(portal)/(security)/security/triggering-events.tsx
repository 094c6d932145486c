"use client";

import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { EventSource } from "#components/audit/event-source.tsx";
import { actorLabel } from "#components/audit/labels.ts";
import { OutcomeBadge } from "#components/audit/outcome-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Num } from "#components/ui/num.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import type { AuditRow } from "#lib/events/schema";
import type { AlertDetail } from "#lib/security/alerts/schema";

/** So many that the history below stays in reach. */
const SHOWN_AT_FIRST = 8;

type TriggeringEventsProps = { alert: AlertDetail; canReadAudit: boolean };

/** The events that made the rule fire, latest first. */
export function TriggeringEvents({ alert, canReadAudit }: TriggeringEventsProps) {
  const { events, eventCount } = alert;
  const [isWhole, setWhole] = useState(false);
  const headingId = useId();
  const shown = isWhole ? events : events.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-labelledby={headingId}>
      <h3 id={headingId} className="mb-1.5 font-medium text-sm">
        Triggering events
      </h3>
      {shown.length === 0 ? (
        <p className="text-ink-muted text-sm">The events are no longer in the audit log.</p>
      ) : (
        <EventTable events={shown} headingId={headingId} canReadAudit={canReadAudit} />
      )}
      <div className="mt-2 flex flex-wrap items-center gap-3 text-ink-muted text-xs empty:hidden">
        {events.length > SHOWN_AT_FIRST ? (
          <Button size="sm" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? (
              "Show fewer"
            ) : (
              <>
                Show <Num value={events.length} />
              </>
            )}
          </Button>
        ) : null}
        {eventCount > events.length && events.length > 0 ? (
          <span>
            The latest <Num value={events.length} /> of <Num value={eventCount} /> are kept here.
          </span>
        ) : null}
      </div>
    </section>
  );
}

type EventTableProps = {
  events: readonly AuditRow[];
  headingId: string;
  canReadAudit: boolean;
};

/** Two facts to a cell: five columns have no room in a panel. */
function EventTable({ events, headingId, canReadAudit }: EventTableProps) {
  return (
    <table aria-labelledby={headingId} className="w-full table-fixed text-left text-sm">
      <thead className="text-ink-muted text-xs">
        <tr className="border-b">
          <th scope="col" className="h-7 w-26 font-medium">
            Time
          </th>
          <th scope="col" className="h-7 pr-2 font-medium">
            Actor, action
          </th>
          <th scope="col" className="h-7 w-27 font-medium">
            Outcome, IP
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id} className="border-b align-top last:border-b-0">
            <td className="py-1.5 pr-1 text-ink-muted">
              <RelativeTime value={event.occurredAt} />
            </td>
            <td className="py-1.5 pr-2">
              <span className="block truncate" title={event.actorId ?? undefined}>
                {actorLabel(event) ?? <span className="text-ink-muted">No actor</span>}
              </span>
              <EventLink id={event.id} isLink={canReadAudit}>
                <span className="font-mono text-xs" title={event.action}>
                  {visibleText(event.action)}
                </span>
              </EventLink>
              <EventSource event={event} className="text-xs" />
            </td>
            <td className="py-1.5">
              <OutcomeBadge outcome={event.outcome} />
              <span
                className="block truncate font-mono text-ink-muted text-xs"
                title={event.sourceIp ?? undefined}
              >
                {event.sourceIp ?? "No address"}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type EventLinkProps = { id: string; isLink: boolean; children: ReactNode };

function EventLink({ id, isLink, children }: EventLinkProps) {
  if (!isLink) return <span className="block [overflow-wrap:anywhere]">{children}</span>;
  return (
    <Link
      href={`/audit?event=${encodeURIComponent(id)}`}
      prefetch={false}
      className="block rounded text-accent-text underline underline-offset-2 [overflow-wrap:anywhere]"
    >
      {children}
    </Link>
  );
}
