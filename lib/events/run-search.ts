import { GatehouseError } from "../core/errors.ts";
import { parseKept } from "../core/kept-json.ts";
import { admitted } from "../platform/admission.ts";
import { pool } from "../platform/db.ts";
import type { AuditEvent, AuditRow } from "./schema.ts";
import type { Conditions } from "./search-query.ts";

const QUERY_CANCELED = "57014";

export const rowColumns = `id, occurred_at, source, category <> 'external' AS is_portal, actor_type, actor_id, actor_name, action, outcome,
  target_type, target_id, target_name, host(source_ip) AS source_ip`;

/** What the whole event has beyond its row. */
export const eventColumns = `${rowColumns}, event_id, recorded_at, on_behalf_of, user_agent,
  request_id, session_id, reason, details::text, raw::text`;

export type StoredRow = {
  id: string;
  occurred_at: Date;
  source: string;
  is_portal: boolean;
  actor_type: AuditRow["actorType"];
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  outcome: AuditRow["outcome"];
  target_type: string | null;
  target_id: string | null;
  target_name: string | null;
  source_ip: string | null;
};

export type StoredEvent = StoredRow & {
  event_id: string;
  recorded_at: Date;
  on_behalf_of: string | null;
  user_agent: string | null;
  request_id: string | null;
  session_id: string | null;
  reason: string | null;
  /** JSON texts. */
  details: string | null;
  raw: string | null;
};

/** Every statement of the search role goes through here, with the tenant's conditions in it. */
export async function runSearch<Row>(
  where: Conditions,
  statement: (conditions: string) => string,
): Promise<Row[]> {
  try {
    const text = statement(String(where));
    const { rows } = await admitted("search", where.tenantId, "read", () =>
      pool("search").query(text, where.parameters),
    );
    return rows as Row[];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === QUERY_CANCELED) {
      const message = "This search takes too long. Choose a shorter time range or more filters.";
      throw new GatehouseError("unavailable", message);
    }
    throw error;
  }
}

export function rowOf(row: StoredRow): AuditRow {
  return {
    id: row.id,
    occurredAt: row.occurred_at.toISOString(),
    actorType: row.actor_type,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    outcome: row.outcome,
    targetType: row.target_type,
    targetId: row.target_id,
    targetName: row.target_name,
    sourceIp: row.source_ip,
    source: row.source,
    isPortal: row.is_portal,
  };
}

export function eventOf(event: StoredEvent): AuditEvent {
  return {
    ...rowOf(event),
    eventId: event.event_id,
    recordedAt: event.recorded_at.toISOString(),
    onBehalfOf: event.on_behalf_of,
    userAgent: event.user_agent,
    requestId: event.request_id,
    sessionId: event.session_id,
    reason: event.reason,
    details: jsonOf(event.details),
    raw: jsonOf(event.raw),
  };
}

/** With numbers as their sender wrote them, whatever a double would make of them. */
function jsonOf(text: string | null): unknown {
  return text === null ? null : parseKept(text);
}
