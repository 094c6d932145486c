import type { Sql } from "../platform/db.ts";
import type { AuditCategory, EventTypeId } from "./event-types.ts";
import { eventTypes } from "./event-types.ts";
import { type ActorType, type Outcome, PORTAL_SOURCE } from "./schema.ts";
import { indexTokens, textsOf } from "./tokens.ts";

/** An event that the portal records about itself. Details must hold no secret: they are for ever. */
export type PortalEvent = {
  action: EventTypeId;
  outcome?: Outcome;
  target?: { type: string; id: string; name?: string | undefined };
  reason?: string;
  details?: Record<string, unknown>;
};

/** Who and where from; an `Actor` fits. */
export type EventOrigin = {
  kind: "user" | "api_key" | "system";
  id: string | null;
  name: string | null;
  onBehalfOf?: string | null;
  sessionId?: string | null;
  request: { requestId: string | null; ip: string | null; userAgent: string | null };
};

/** One row for `audit_events`, without what the database adds (tenant, id, recorded_at). */
export type EventRow = {
  /** Null: the row's own id. */
  event_id: string | null;
  /** ISO 8601; null: the time of recording. */
  occurred_at: string | null;
  source: string;
  category: AuditCategory;
  actor_type: ActorType;
  actor_id: string | null;
  actor_name: string | null;
  on_behalf_of: string | null;
  action: string;
  outcome: Outcome;
  target_type: string | null;
  target_id: string | null;
  target_name: string | null;
  source_ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  session_id: string | null;
  reason: string | null;
  /** JSON texts. */
  details: string | null;
  raw: string | null;
  /** Tokens of lib/events/tokens.ts, separated by spaces. */
  search: string;
};

const text = [
  "event_id",
  "source",
  "category",
  "actor_type",
  "actor_id",
  "actor_name",
  "on_behalf_of",
  "action",
  "outcome",
  "target_type",
  "target_id",
  "target_name",
  "user_agent",
  "request_id",
  "session_id",
  "reason",
  "details",
  "raw",
  "search",
  "occurred_at",
  "source_ip",
] as const satisfies (keyof EventRow)[];

/** Evaluated in one go at most, so that nobody's batch makes others wait for long. */
export const EVENTS_AN_ARRIVAL = 100;

const insertSql = `
  WITH e AS MATERIALIZED (
    SELECT uuidv7() AS id, u.* FROM unnest(${text.map((_, i) => `$${i + 2}::text[]`).join(", ")})
      AS u (${text.join(", ")})
  ), arrived AS (
    INSERT INTO audit_arrivals (tenant_id, event_ids)
    SELECT $1::uuid, array_agg(id)
    FROM (SELECT id, (row_number() OVER () - 1) / ${EVENTS_AN_ARRIVAL} AS part FROM e) AS parts
    GROUP BY part
  )
  INSERT INTO audit_events (tenant_id, id, recorded_at, event_id, occurred_at, source, category,
    actor_type, actor_id, actor_name, on_behalf_of, action, outcome, target_type, target_id,
    target_name, source_ip, user_agent, request_id, session_id, reason, details, raw, search)
  SELECT $1::uuid, e.id, uuid_extract_timestamp(e.id), coalesce(e.event_id, e.id::text),
    coalesce(e.occurred_at::timestamptz, uuid_extract_timestamp(e.id)), e.source, e.category,
    e.actor_type, e.actor_id, e.actor_name, e.on_behalf_of, e.action, e.outcome, e.target_type,
    e.target_id, e.target_name, e.source_ip::inet, e.user_agent, e.request_id, e.session_id,
    e.reason, e.details::json, e.raw::json, array_to_tsvector(string_to_array(e.search, ' '))
  FROM e`;

/**
 * The one statement that writes events, in the caller's transaction, whose tenant must be set, and
 * that announces them to detection (lib/events/arrivals.ts). `uuidv7()` is read once per row, because
 * recorded_at is the time inside the id.
 */
export async function insertEvents(sql: Sql, tenantId: string, rows: EventRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = text.map((column) => rows.map((row) => row[column]));
  await sql(insertSql, [tenantId, ...columns]);
}

/** Records what the portal did, in the transaction in which it did it. */
export async function recordEvents(
  sql: Sql,
  tenantId: string,
  origin: EventOrigin,
  events: readonly PortalEvent[],
): Promise<void> {
  await insertEvents(
    sql,
    tenantId,
    events.map((event) => portalRow(origin, event)),
  );
}

function portalRow(origin: EventOrigin, event: PortalEvent): EventRow {
  const { category } = eventTypes[event.action];
  return eventRow(origin, {
    ...event,
    id: null,
    occurredAt: null,
    source: PORTAL_SOURCE,
    category,
  });
}

/** An event of the portal, or of a program as the portal would record it. */
type ToldEvent = Omit<PortalEvent, "action"> &
  Pick<EventRow, "source" | "category" | "action"> & {
    id: EventRow["event_id"];
    occurredAt: EventRow["occurred_at"];
  };

/** The row to store, with the words by which it is found. */
export function eventRow(origin: EventOrigin, event: ToldEvent): EventRow {
  const { requestId, ip, userAgent } = origin.request;
  const row = {
    event_id: event.id,
    occurred_at: event.occurredAt,
    source: event.source,
    category: event.category,
    actor_type: origin.kind,
    actor_id: origin.id,
    actor_name: origin.name,
    on_behalf_of: origin.onBehalfOf ?? null,
    action: event.action,
    outcome: event.outcome ?? "success",
    target_type: event.target?.type ?? null,
    target_id: event.target?.id ?? null,
    target_name: event.target?.name ?? null,
    source_ip: ip,
    user_agent: userAgent,
    request_id: requestId,
    session_id: origin.sessionId ?? null,
    reason: event.reason ?? null,
  } satisfies Partial<EventRow>;
  const words = indexTokens(textsOf([row, event.details]));
  return {
    ...row,
    details: event.details ? JSON.stringify(event.details) : null,
    raw: null,
    search: words.join(" "),
  };
}
