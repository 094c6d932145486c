import { decodeCursor, pageOf } from "../core/cursor.ts";
import { GatehouseError } from "../core/errors.ts";
import type { Grant } from "../core/grant.ts";
import { isUuid, pool } from "../platform/db.ts";
import type { AuditEvent, AuditFacets, AuditFilters, AuditPage, AuditRow } from "./schema.ts";
import {
  Conditions,
  conditionsOf,
  type FacetName,
  facetColumns,
  facetNames,
} from "./search-query.ts";

type ReadGrant = Grant<"audit.read">;

/** Facets are counted over the newest this many rows; beyond it their counts are lower bounds. */
export const FACET_ROW_LIMIT = 10_000;
/** Values a facet lists, most frequent first. */
const FACET_VALUES = 200;
const QUERY_CANCELED = "57014";

const rowColumns = `id, occurred_at, source, actor_type, actor_id, actor_name, action, outcome,
  target_type, target_id, target_name, host(source_ip) AS source_ip`;

type StoredRow = {
  id: string;
  occurred_at: Date;
  source: string;
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

type StoredEvent = StoredRow & {
  event_id: string;
  recorded_at: Date;
  on_behalf_of: string | null;
  user_agent: string | null;
  request_id: string | null;
  session_id: string | null;
  reason: string | null;
  details: unknown;
  raw: unknown;
};

/** Every statement of the search role goes through here, with the tenant's conditions in it. */
async function runSearch<Row>(
  where: Conditions,
  statement: (conditions: string) => string,
): Promise<Row[]> {
  try {
    const { rows } = await pool("search").query(statement(String(where)), where.parameters);
    return rows as Row[];
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === QUERY_CANCELED) {
      const message = "This search takes too long. Choose a shorter time range or more filters.";
      throw new GatehouseError("unavailable", message);
    }
    throw error;
  }
}

/**
 * One page of the tenant's events, latest occurrence first, in both directions.
 * @throws GatehouseError invalid_input for bad filters or a damaged cursor; unavailable when the
 *   search takes over five seconds.
 */
export async function searchAudit(
  grant: ReadGrant,
  filters: AuditFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<AuditPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const where = conditionsOf(grant.tenantId, filters);
  if (cursor) where.beyond(cursor);
  const order = cursor?.direction === "previous" ? "ASC" : "DESC";
  const limit = where.parameter(paging.limit + 1);
  const rows = await runSearch<StoredRow>(
    where,
    (conditions) => `SELECT ${rowColumns} FROM audit_events WHERE ${conditions}
      ORDER BY occurred_at ${order}, id ${order} LIMIT ${limit}`,
  );
  const page = pageOf(rows, paging.limit, cursor, (row) => ({ at: row.occurred_at, id: row.id }));
  return { ...page, rows: page.rows.map(rowOf) };
}

/**
 * The whole event. The id is a UUIDv7 whose time is `recorded_at`, so one partition is read.
 * @throws GatehouseError not_found when the tenant has no such event.
 */
export async function getAuditEvent(grant: ReadGrant, id: string): Promise<AuditEvent> {
  const missing = new GatehouseError("not_found", "There is no such event in this tenant.");
  if (!isUuid(id)) throw missing;
  const where = new Conditions(grant.tenantId);
  where.add((p) => `recorded_at = uuid_extract_timestamp(${p}::uuid)`, id);
  where.add((p) => `id = ${p}::uuid`, id);
  const [event] = await runSearch<StoredEvent>(
    where,
    (conditions) => `SELECT ${rowColumns}, event_id, recorded_at, on_behalf_of, user_agent,
      request_id, session_id, reason, details, raw FROM audit_events WHERE ${conditions}`,
  );
  if (!event) throw missing;
  return {
    ...rowOf(event),
    eventId: event.event_id,
    recordedAt: event.recorded_at.toISOString(),
    onBehalfOf: event.on_behalf_of,
    userAgent: event.user_agent,
    requestId: event.request_id,
    sessionId: event.session_id,
    reason: event.reason,
    details: event.details,
    raw: event.raw,
  };
}

/** The rows of these events, latest occurrence first; an alert shows what triggered it. */
export async function readAuditRows(
  { tenantId }: Grant<"alert.read">,
  ids: readonly string[],
): Promise<AuditRow[]> {
  const where = new Conditions(tenantId);
  where.oneOf(ids);
  const rows = await runSearch<StoredRow>(
    where,
    (conditions) => `SELECT ${rowColumns} FROM audit_events WHERE ${conditions}
      ORDER BY occurred_at DESC, id DESC`,
  );
  return rows.map(rowOf);
}

/**
 * How many events each value of each facet would show, under all filters but the facet's own.
 * Facets without a filter of their own share one pass over the rows.
 */
export async function countAuditFacets(
  grant: ReadGrant,
  filters: AuditFilters,
): Promise<AuditFacets> {
  const filtered = facetNames.filter((facet) => filters[facet]?.length);
  const shared = facetNames.filter((facet) => !filtered.includes(facet));
  const passes = await Promise.all([
    shared.length > 0 ? countPass(grant, filters, shared) : [],
    ...filtered.map((facet) => countPass(grant, filters, [facet], facet)),
  ]);
  const counts = passes.flat();
  const valuesOf = (facet: FacetName) =>
    counts
      .filter((row) => row.facet === facet)
      .map(({ value, label, count }) => ({ value, label: label ?? value, count }));
  return {
    actor: valuesOf("actor"),
    action: valuesOf("action"),
    outcome: valuesOf("outcome"),
    source: valuesOf("source"),
    truncated: counts.some((row) => row.total >= FACET_ROW_LIMIT),
  };
}

type FacetCount = {
  facet: FacetName;
  value: string;
  label: string | null;
  count: number;
  total: number;
};

function countPass(
  grant: ReadGrant,
  filters: AuditFilters,
  facets: FacetName[],
  without?: FacetName,
): Promise<FacetCount[]> {
  const where = conditionsOf(grant.tenantId, filters, without);
  const counted = facets.map((facet) => {
    const label = facet === "actor" ? "max(actor_name)" : "NULL::text";
    return `(SELECT '${facet}' AS facet, ${facetColumns[facet]} AS value, ${label} AS label,
        count(*)::int AS count, (SELECT count(*)::int FROM matching) AS total
      FROM matching WHERE ${facetColumns[facet]} IS NOT NULL
      GROUP BY 2 ORDER BY 4 DESC, 2 LIMIT ${FACET_VALUES})`;
  });
  return runSearch<FacetCount>(
    where,
    (conditions) => `WITH matching AS MATERIALIZED (
        SELECT actor_id, actor_name, action, outcome, source FROM audit_events
        WHERE ${conditions} ORDER BY occurred_at DESC, id DESC LIMIT ${FACET_ROW_LIMIT}
      ) ${counted.join(" UNION ALL ")}`,
  );
}

function rowOf(row: StoredRow): AuditRow {
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
  };
}
