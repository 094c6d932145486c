"use client";

import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { EventSource } from "#components/audit/event-source.tsx";
import { actorTypeLabel, sourceLabel } from "#components/audit/labels.ts";
import { OutcomeBadge } from "#components/audit/outcome-badge.tsx";
import type { UrlChanges } from "#components/data-table/list-url.ts";
import { CURSOR_PARAM } from "#components/data-table/list-url.ts";
import { TableLink } from "#components/data-table/table-link.tsx";
import { buttonClass } from "#components/ui/button-style.ts";
import { MonoId } from "#components/ui/copy-button.tsx";
import { LongText } from "#components/ui/long-text.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import type { AuditEvent } from "#lib/events/schema";
import { JsonSection } from "./json-section.tsx";

/** Everything that is known about one event. */
export function EventDetails({ event }: { event: AuditEvent }) {
  return (
    <div className="flex flex-col gap-6">
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 text-sm">
        <Facts event={event} />
        <Origin event={event} />
        <References event={event} />
      </dl>
      <JsonSection title="Details" value={event.details} openDepth={2} />
      <JsonSection
        title={`As ${sourceLabel(event.source)} wrote it`}
        value={event.raw}
        openDepth={1}
      />
    </div>
  );
}

function Facts({ event }: { event: AuditEvent }) {
  const { actorId, actorName } = event;
  return (
    <>
      <Row term="When">
        <AbsoluteTime value={event.occurredAt} />
      </Row>
      <Row
        term="Who"
        filter={
          actorId ? { label: `by ${actorName ?? actorId}`, changes: { actor: actorId } } : null
        }
      >
        {actorName ? <LongText text={actorName} /> : null}
        {actorId && actorId !== actorName ? <MonoId id={actorId} label="actor id" /> : null}
        <span className="block text-ink-muted">{actorTypeLabel(event)}</span>
      </Row>
      {event.onBehalfOf ? (
        <Row term="On behalf of">
          <MonoId id={event.onBehalfOf} label="id of whom it was done for" />
        </Row>
      ) : null}
      <Row
        term="Action"
        filter={{ label: `with action ${event.action}`, changes: { action: event.action } }}
      >
        <span className="break-words font-mono text-xs leading-5">{visibleText(event.action)}</span>
      </Row>
      <Target event={event} />
      <Row term="Outcome">
        <OutcomeBadge outcome={event.outcome} />
        {event.reason ? <LongText text={event.reason} /> : null}
      </Row>
    </>
  );
}

function Target({ event }: { event: AuditEvent }) {
  const { targetId, targetName, targetType } = event;
  if (!(targetId || targetName || targetType)) return null;
  return (
    <Row term="Target">
      {targetName ? <LongText text={targetName} /> : null}
      {targetId && targetId !== targetName ? <MonoId id={targetId} label="target id" /> : null}
      {targetType ? (
        <span className="block break-words text-ink-muted">{visibleText(targetType)}</span>
      ) : null}
    </Row>
  );
}

function Origin({ event }: { event: AuditEvent }) {
  const { sourceIp } = event;
  return (
    <>
      {sourceIp ? (
        <Row term="Source IP" filter={{ label: `from ${sourceIp}`, changes: { ip: sourceIp } }}>
          <MonoId id={sourceIp} label="source IP" />
        </Row>
      ) : null}
      {event.userAgent ? (
        <Row term="User agent">
          <LongText text={event.userAgent} />
        </Row>
      ) : null}
      <Row
        term="Source"
        filter={{ label: `from ${sourceLabel(event.source)}`, changes: { source: event.source } }}
      >
        <EventSource event={event} />
      </Row>
    </>
  );
}

function References({ event }: { event: AuditEvent }) {
  const ids = [
    { term: "Event id", label: "event id", id: event.eventId },
    { term: "Request id", label: "request id", id: event.requestId },
    { term: "Session", label: "session id", id: event.sessionId },
  ];
  return (
    <>
      <Row term="Recorded">
        <AbsoluteTime value={event.recordedAt} />
      </Row>
      {ids.map(({ term, label, id }) =>
        id ? (
          <Row key={term} term={term}>
            <MonoId id={id} label={label} />
          </Row>
        ) : null,
      )}
    </>
  );
}

type RowProps = {
  term: string;
  /** Offers to narrow the list to the events that share this value. */
  filter?: { label: string; changes: UrlChanges } | null;
  children: ReactNode;
};

function Row({ term, filter, children }: RowProps) {
  return (
    <div className="group/row col-span-2 grid grid-cols-subgrid border-b py-2 last:border-b-0">
      <dt className="text-ink-muted">{term}</dt>
      <dd className="flex items-start gap-2">
        <div className="min-w-0 flex-1">{children}</div>
        {filter ? (
          <TableLink
            changes={{ ...filter.changes, [CURSOR_PARAM]: null }}
            aria-label={`Show only events ${filter.label}`}
            title={`Show only events ${filter.label}`}
            className={buttonClass({
              variant: "ghost",
              size: "sm",
              iconOnly: true,
              className: "-my-1",
            })}
          >
            <ListFilter aria-hidden />
          </TableLink>
        ) : null}
      </dd>
    </div>
  );
}

/** As high as the facts of a usual event. */
export function EventSkeleton() {
  const rows = ["w-2/3", "w-1/2", "w-3/5", "w-4/5", "w-1/4", "w-2/5", "w-3/4", "w-1/3", "w-5/6"];
  return (
    <div role="status">
      <span className="sr-only">Loading the event…</span>
      {rows.map((width) => (
        <div
          key={width}
          className="grid h-11 grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-3 border-b"
        >
          <Skeleton className="h-3 w-16" />
          <Skeleton className={`h-3 ${width}`} />
        </div>
      ))}
    </div>
  );
}
